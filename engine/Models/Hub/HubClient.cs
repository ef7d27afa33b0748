using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>
/// Asks a hub, by the interface of Hugging Face's (https://huggingface.co/docs/hub/api). Proxies are those of the
/// environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY.
/// </summary>
/// <param name="endpoint">The hub.</param>
/// <param name="clock">Notices when it takes too long.</param>
internal sealed partial class HubClient(HubEndpoint endpoint, TimeProvider clock) : IDisposable
{
    private const int MostRedirects = 8;
    private const int MostPages = 100;

    /// <summary>A page of a list is no longer than this, in bytes: a thousand files take a third of a megabyte.</summary>
    private const int LargestPage = 8 << 20;

    /// <summary>A repository has no more files than this.</summary>
    private const int MostFiles = 10_000;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = AnswerLimit })
    {
        Timeout = AnswerLimit,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("lsp-completion", "1") } },
    };

    /// <summary>Lists a repository's files.</summary>
    /// <exception cref="EngineException">The hub has no such repository, or not for this user, or no sensible answer.</exception>
    /// <exception cref="HttpRequestException">It can't be reached, or is too slow; another try may succeed.</exception>
    public async Task<IReadOnlyList<HubFile>> ListAsync(HubRepository repository, CancellationToken cancellationToken)
    {
        List<HubFile> files = [];
        Uri? page = new(endpoint.Address, $"api/models/{repository.Name}/tree/{repository.Revision}?recursive=true");
        for (int i = 0; page is not null && i < MostPages; i++)
        {
            using HttpResponseMessage response = await SendAsync(page, from: 0, repository, cancellationToken);
            files.AddRange(HubListing.Parse(await ReadPageAsync(response, repository, cancellationToken), repository.Name));
            if (files.Count > MostFiles)
            {
                throw new EngineException(
                    $"The hub lists more than {MostFiles} files of {repository.Name}, which no model has; choose another model, or check HF_ENDPOINT.");
            }

            page = NextPage(response, page);
        }

        return files;
    }

    /// <summary>Asks for a file's bytes from a place on; what is answered may still begin elsewhere.</summary>
    public Task<HttpResponseMessage> GetAsync(
        HubRepository repository, HubFile file, long from, CancellationToken cancellationToken)
    {
        string path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return SendAsync(
            new Uri(endpoint.Address, $"{repository.Name}/resolve/{repository.Revision}/{path}"), from, repository, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // The client's own limits of time and size end with the headers.
    private async Task<byte[]> ReadPageAsync(HttpResponseMessage response, HubRepository repository, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestPage, either.Token);
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new EngineException(
                $"The hub's list of {repository.Name} has more than {LargestPage >> 20} MB; choose another model, or check HF_ENDPOINT.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"its list took longer than {AnswerLimit.TotalSeconds:F0} s", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri address, long from, HubRepository repository, CancellationToken cancellationToken)
    {
        for (int redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (from > 0)
                request.Headers.Range = new RangeHeaderValue(from, null);

            // Files lie on other machines, which have no business with the user's token.
            if (endpoint.Token is not null && IsHub(address))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);

            HttpResponseMessage response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                response.Dispose();
                if (!Uri.TryCreate(address, location, out Uri? next))
                    throw new EngineException($"The hub leads from {address.Host} to what is no address; check HF_ENDPOINT.");
                if (next.Scheme != address.Scheme && next.Scheme != Uri.UriSchemeHttps)
                    throw new EngineException($"The hub leads from {address.Scheme} to {next.Scheme}, which isn't followed; check HF_ENDPOINT.");
                address = next;
                continue;
            }

            try
            {
                CheckStatus(response.StatusCode, repository);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        throw new EngineException($"The hub leads in circles for {repository.Name}; try again later, or check HF_ENDPOINT.");
    }

    private bool IsHub(Uri address) =>
        address.Scheme == endpoint.Address.Scheme && address.Authority == endpoint.Address.Authority;

    private void CheckStatus(HttpStatusCode status, HubRepository repository)
    {
        switch (status)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                break;
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new EngineException(
                    $"The hub doesn't give {repository.Name} to {(endpoint.Token is null ? "nobody in particular" : "the owner of HF_TOKEN")}, " +
                    $"or there is no such model; accept its terms at {endpoint.Address}{repository.Name} and set HF_TOKEN to a token of yours.");
            case HttpStatusCode.NotFound:
                throw new EngineException(
                    $"The hub at {endpoint.Address} has no {repository.Name} at {repository.Revision}; check the name.");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                throw new HttpRequestException($"the hub answered {(int)status}", inner: null, status);
            default:
                throw new EngineException($"The hub answered {(int)status} for {repository.Name}; check HF_ENDPOINT.");
        }
    }

    private Uri? NextPage(HttpResponseMessage response, Uri page)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links)
            || NextLink().Match(string.Join(',', links)) is not { Success: true } link)
        {
            return null;
        }

        return Uri.TryCreate(page, link.Groups["address"].Value, out Uri? next) && IsHub(next) ? next : throw new EngineException("The hub's list goes on elsewhere; check HF_ENDPOINT.");
    }

    [GeneratedRegex("<(?<address>[^<>]+)>\\s*;\\s*rel=\"?next")]
    private static partial Regex NextLink();
}
