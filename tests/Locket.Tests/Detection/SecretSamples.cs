using System.Globalization;
using System.Text;

namespace Locket.Tests.Detection;

/// <summary>
/// Secrets as their issuers document them, made anew by a seed when a test runs: none stands in a file, where a scanner would take it for
/// one that somebody lost. Written apart from the table that finds them.
/// </summary>
internal sealed class SecretSamples(int seed)
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private readonly SeededDice _dice = new(seed);

    /// <summary>Formats by name. A bar only breaks a word apart; <c>{set:length}</c> is drawn; what stands alone in a format is drawn whole.</summary>
    public static IReadOnlyList<(string Name, string Pattern)> Formats { get; } =
    [
        ("aws access key", "AK|IA{2:16}"), ("aws temporary key", "AS|IA{2:16}"), ("aws secret key", "aws_secret_access_key = {b:40}"),
        ("github classic", "{github}"), ("github fine-grained", "github_pat_{a:22}_{a:59}"), ("github oauth", "{github oauth}"),
        ("gitlab personal", "glpat-{w:20}"), ("gitlab runner", "glrt-{w:20}"), ("gitlab trigger", "glptt-{h:40}"),
        ("slack bot", "xoxb-{d:12}-{d:13}-{a:24}"), ("slack user", "xoxp-{d:12}-{d:12}-{d:13}-{h:32}"), ("slack app", "xapp-1-A{U:10}-{d:13}-{h:64}"),
        ("slack webhook", "https://hooks.slack.com/services/T{U:8}/B{U:10}/{a:24}"), ("discord bot", "MT{a:24}.{w:6}.{w:38}"),
        ("discord webhook", "https://discord.com/api/webhooks/{d:18}/{w:68}"), ("telegram bot", "{D:10}:AA{w:33}"),
        ("stripe secret", "sk_live_{a:24}"), ("stripe restricted", "rk_live_{a:99}"), ("stripe webhook", "whsec_{a:32}"),
        ("square access", "sq0atp-{w:22}"), ("square secret", "sq0csp-{w:43}"), ("shopify access", "shpat_{h:32}"), ("shopify shared", "shpss_{h:32}"),
        ("google api", "AIza{w:35}"), ("google oauth secret", "GOCSPX-{w:28}"), ("google access token", "ya29.{w:120}"),
        ("openai project", "sk-proj-{w:74}T3BlbkFJ{w:74}"), ("openai legacy", "sk-{a:20}T3BlbkFJ{a:20}"), ("openai service", "sk-svcacct-{w:74}T3BlbkFJ{w:58}"),
        ("anthropic api", "sk-ant-api03-{w:93}AA"), ("anthropic admin", "sk-ant-admin01-{w:93}AA"), ("openrouter", "sk-or-v1-{h:64}"), ("groq", "gsk_{a:52}"),
        ("hugging face", "hf_{A:34}"), ("replicate", "r8_{a:37}"), ("perplexity", "pplx-{a:48}"), ("xai", "xai-{a:80}"), ("langsmith", "lsv2_pt_{h:32}_{h:10}"),
        ("npm", "npm_{a:36}"), ("pypi", "pypi-AgEIcHlwaS5vcmc{w:150}"), ("rubygems", "rubygems_{h:48}"), ("nuget", "oy2{l:43}"), ("docker hub", "dckr_pat_{w:27}"),
        ("crates", "cio{a:32}"), ("jwt", "{jwt}"), ("locket", "{locket}"), ("age", "AGE-SECRET-KEY-1{B:58}"), ("rsa key", "{pem RSA }"), ("ec key", "{pem EC }"),
        ("openssh key", "{pem OPENSSH }"), ("pkcs8 key", "{pem }"), ("pgp key", "{pgp}"), ("putty key", "{putty}"),
        ("vault", "hvs.CAES{w:90}"), ("terraform", "{a:14}.atlasv1.{w:67}"), ("pulumi", "pul-{h:40}"), ("doppler", "dp.pt.{a:43}"), ("digitalocean", "dop_v1_{h:64}"),
        ("databricks", "dapi{h:32}"), ("grafana", "glsa_{a:32}_{h:8}"), ("new relic", "NRAK-{U:27}"), ("sentry", "sntryu_{h:64}"), ("dynatrace", "dt0c01.{U:24}.{U:64}"),
        ("sendgrid", "SG.{w:22}.{w:43}"), ("mailgun", "key-{h:32}"), ("mailchimp", "{h:32}-us12"), ("brevo", "xkeysib-{h:64}-{a:16}"), ("twilio", "SK{h:32}"),
        ("notion", "ntn_{a:46}"), ("linear", "lin_api_{a:40}"), ("figma", "figd_{w:40}"), ("airtable", "pat{a:14}.{h:64}"), ("hubspot", "pat-na1-{uuid}"),
        ("postman", "PMAK-{h:24}-{h:34}"), ("atlassian", "ATATT3xFfGF0{w:170}={H:8}"), ("bitbucket", "ATBB{a:32}"), ("planetscale", "pscale_pw_{w:43}"),
        ("supabase", "sbp_{h:40}"), ("tailscale", "tskey-auth-k{a:11}CNTRL-{a:32}"), ("netlify", "nfp_{a:36}"), ("sonarqube", "sqp_{h:40}"),
        ("azure client secret", "{a:3}8Q~{a:34}"), ("azure storage", "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey={b:86}==;EndpointSuffix=core.windows.net"),
        ("azure sas", "https://acc.blob.core.windows.net/c?sv=2024-11-04&sr=c&sig={a:43}%3D&se=2027-01-01"), ("postgres url", "postgres://app:{a:16}@db.internal:5432/app"),
        ("mongodb url", "mongodb+srv://svc:{a:20}@cluster0.mongodb.net/prod"), ("redis url", "redis://:{h:24}@cache:6379/0"), ("basic auth url", "https://deploy:{a:14}@git.internal/repo.git"),
        ("ado.net", "Server=db;Database=app;User Id=sa;Password=Zq{a:12}!7;Encrypt=true"), ("password json", "{\"user\":\"maria\",\"password\":\"{password}\"}"),
        ("password prose", "my wifi password is {password}"), ("password de", "das Passwort lautet {password}"), ("password es", "la contraseña es {password}"),
        ("password ru", "пароль: {password}"), ("password zh", "密码是{password}"), ("bearer header", "Authorization: Bearer {a:40}"), ("basic header", "Authorization: Basic {basic}"),
        ("api key env", "ACME_API_KEY={a:32}"), ("client secret", "client_secret: {a:40}"), ("wireguard", "PrivateKey = {b:43}="), ("1password", "A3-{U:6}-{U:6}-{U:5}-{U:5}-{U:5}-{U:5}"),
    ];

    /// <returns>A whole text that holds the secret, and the part of it that nobody may read afterwards.</returns>
    public (string Text, string Secret) Make(string pattern)
    {
        var (text, secret) = Fill(pattern.Replace("|", "", StringComparison.Ordinal));
        var around = _dice.Next(8) switch
        {
            0 => "{0}",
            1 => "Please keep this for later: {0}",
            2 => "export VALUE={0}\nthen run make deploy",
            3 => "The new one is `{0}`, it works since Tuesday.",
            4 => "Hier ist er: {0}. Bitte nicht weitergeben!",
            5 => "{{\"value\": \"{0}\", \"at\": \"2026-03-01\"}}",
            6 => "我把它放在这里 {0} 以后要用",
            _ => "He wrote:\n\n    {0}\n\nand then left.",
        };

        return (string.Format(CultureInfo.InvariantCulture, around, text), secret);
    }

    private (string Text, string Secret) Fill(string pattern)
    {
        var (text, longest) = (new StringBuilder(), "");
        for (var at = 0; at < pattern.Length;)
        {
            var end = pattern[at] == '{' ? pattern.IndexOf('}', at) : -1;
            if (end < 0 || pattern[at + 1] == '"')
            {
                text.Append(pattern[at++]);
                continue;
            }

            var drawn = Drawn(pattern[(at + 1)..end]);
            longest = drawn.Length > longest.Length ? drawn : longest;
            text.Append(drawn);
            at = end + 1;
        }

        return (text.ToString(), longest);
    }

    private string Drawn(string what) => what switch
    {
        "github" => GitHub("gh" + "p_"),
        "github oauth" => GitHub("gh" + "o_"),
        "locket" => Checked($"lkt_{Letters('a', 12)}_{Letters('a', 43)}"),
        "jwt" => $"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ{Letters('w', 60)}.{Letters('w', 43)}",
        "uuid" => $"{Letters('h', 8)}-{Letters('h', 4)}-4{Letters('h', 3)}-a{Letters('h', 3)}-{Letters('h', 12)}",
        "password" => Letters('l', 5) + Letters('d', 2) + Letters('U', 3) + "!",
        "basic" => Convert.ToBase64String(Encoding.ASCII.GetBytes($"user:{Letters('a', 14)}")),
        "pgp" => Armour("PGP ", "KEY BLOCK", "\nVersion: GnuPG v2\n"),
        "putty" => "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: key\nPublic-Lines: 2\n" + Lines(2) + "\nPrivate-Lines: 1\n" + Letters('b', 48) + "\nPrivate-MAC: " + Letters('h', 64),
        _ when what.StartsWith("pem ", StringComparison.Ordinal) => Armour(what["pem ".Length..], "KEY", ""),
        _ => Letters(what[0], int.Parse(what[2..], CultureInfo.InvariantCulture)),
    };

    private string Armour(string kind, string key, string head) =>
        $"-----BEGIN {kind}PRI" + $"VATE {key}-----{head}\n{Lines(6)}\n-----END {kind}PRI" + $"VATE {key}-----";

    private string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(_ => Letters('b', 64)));

    private static string Checked(string body) => body + Locket.Engine.Text.TokenChecksum.Of(body);

    private string GitHub(string prefix)
    {
        var body = Letters('a', 30);

        return prefix + body + Locket.Engine.Text.TokenChecksum.Of(body);
    }

    private string Letters(char set, int length)
    {
        var letters = set switch
        {
            'a' => Digits + Upper + Lower,
            'A' => Upper + Lower,
            'b' => Digits + Upper + Lower + "+/",
            'd' => Digits,
            'D' => "123456789",
            'h' => Digits + "abcdef",
            'H' => Digits + "ABCDEF",
            'l' => Digits + Lower,
            'U' => Digits + Upper,
            '2' => Upper + "234567",
            'B' => "023456789ACDEFGHJKLMNPQRSTUVWXYZ",
            'w' => Digits + Upper + Lower + "_-",
            _ => throw new ArgumentOutOfRangeException(nameof(set)),
        };
        var drawn = _dice.Letters(letters, length);

        // No issuer ends a token with a dash for a scanner to stumble over; a run of letters begins and ends with one.
        return set == 'w' ? "k" + drawn[1..^1] + "7" : drawn;
    }
}
