namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// Files that hold secrets by convention. They are told by their names, in any folder and under any scheme, and no
/// setting takes them back. appsettings.json isn't among them: it is checked in, and its secrets live in the variants
/// of the environments. Copies that editors and people make of such a file are found under its own name
/// (<see cref="FileCopies"/>).
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
        *.p8
        *.ovpn
        *.keychain
        keystore.properties
        signing.properties
        wpa_supplicant.conf
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
        connectionStrings.config
        *.publishsettings
        .azure/
        # Package registries
        .npmrc
        .yarnrc
        .yarnrc.yml
        .pypirc
        pip.conf
        pip.ini
        nuget.config
        auth.json
        settings.xml
        **/.m2/settings-security.xml
        **/.gem/credentials
        **/.cargo/credentials.toml
        **/.gradle/gradle.properties
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
        *.credentials
        .mylogin.cnf
        .msmtprc
        .fetchmailrc
        .*_history
        sftp-config.json
        sftp.json
        .ftpconfig
        wp-config.php
        rclone.conf
        **/gh/hosts.yml
        .dockercfg
        **/.docker/config.json
        .vault-token
        # Clouds and clusters
        *service-account*.json
        *serviceAccount*.json
        client_secret*.json
        *firebase-adminsdk*.json
        google-services.json
        GoogleService-Info.plist
        application_default_credentials.json
        gha-creds-*.json
        **/.aws/config
        .s3cfg
        .boto
        *.kubeconfig
        kubeconfig
        kubeconfig.yaml
        kubeconfig.yml
        **/.kube/config
        .terraformrc
        terraform.rc
        *.tfvars
        *.tfvars.json
        *.tfstate
        *.tfstate.backup
        # By name
        secrets.yaml
        secrets.yml
        secrets.toml
        secrets.properties
        secret.yaml
        secret.yml
        vault.yaml
        vault.yml
        .vault_pass*
        application-*.properties
        application-*.yaml
        application-*.yml
        *.secret
        *.secrets
        """,
        ignoreCase: true);

    /// <summary>Whether a path is that of a file that may hold secrets.</summary>
    /// <param name="path">A path with forward slashes.</param>
    public static bool Contains(ReadOnlySpan<char> path) => Rules.FindIgnoring(path.TrimStart('/')) is not null;
}
