namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// Files that hold secrets by convention. They are told by their names, in any folder and under any scheme, and no
/// setting takes them back. appsettings.json isn't among them: it is checked in, and its secrets live in the variants
/// of the environments.
/// </summary>
internal static class SecretFiles
{
    private static readonly IgnoreRules Rules = IgnoreRules.Parse(
        """
        # Environment variables
        .env*
        *.env
        # Keys and certificates
        *.pem
        *.key
        *.pfx
        *.p12
        *.ppk
        *.jks
        *.keystore
        *.gpg
        *.kdbx
        id_rsa*
        id_dsa*
        id_ecdsa*
        id_ed25519*
        .ssh/
        .gnupg/
        # .NET and Azure
        appsettings.*.json
        secrets.json
        local.settings.json
        *.publishsettings
        # Package registries
        .npmrc
        .pypirc
        # Logins
        .netrc
        _netrc
        .git-credentials
        **/.git/config
        .htpasswd
        .pgpass
        .my.cnf
        credentials
        credentials.json
        .dockercfg
        **/.docker/config.json
        .vault-token
        # Clouds and clusters
        service-account*.json
        *.kubeconfig
        kubeconfig
        **/.kube/config
        *.tfvars
        *.tfvars.json
        *.tfstate
        *.tfstate.backup
        # By name
        secrets.yaml
        secrets.yml
        secrets.toml
        *.secret
        *.secrets
        """,
        ignoreCase: true);

    /// <summary>Whether a path is that of a file that may hold secrets.</summary>
    /// <param name="path">A path with forward slashes.</param>
    public static bool Contains(ReadOnlySpan<char> path) => Rules.FindIgnoring(path.TrimStart('/')) is not null;
}
