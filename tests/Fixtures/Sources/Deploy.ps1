# Deploys a site; it isn't run by hand.
param(
    [Parameter(Mandatory = $true)]
    [string] $Site,
    [int] $Retries = 3
)

<# A comment of several lines
   with "quotes" and (brackets #>
function Get-Url([string] $Name) {
    return "https://$Name.example.com/$($Name.ToLower())/status?x='1'"
}

$text = @"
Site "$Site" (retries: $Retries)
it's a here-string
"@

for ($i = 0; $i -lt $Retries; $i++) {
    try {
        $answer = Invoke-RestMethod -Uri (Get-Url $Site) -Headers @{ Accept = 'application/json' }
        if ($answer.state -eq 'ready') {
            Write-Host "ready after $i tries: `"$Site`""
            break
        }
    }
    catch {
        Write-Warning $_.Exception.Message
    }
}

Get-ChildItem . | Where-Object { $_.Length -gt 1kb } | ForEach-Object { $_.Name }
Write-Output $text
