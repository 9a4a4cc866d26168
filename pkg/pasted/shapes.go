package pasted

import (
	"regexp"
	"slices"
	"strings"
)

// shape is how the tokens of one issuer look.
type shape struct {
	// what the token is, to follow "what looks like".
	what string
	// marks are what every such token has one of, so that lines without are not looked at.
	marks string
	// pattern is what no other text looks like; what stands around it is checked apart.
	pattern string
}

// shapes are those that their issuers document or that scanners of repositories know by a prefix, so that no ordinary text has
// them. Sources: each issuer's own documentation of its token format, and the rules that gitleaks (config/gitleaks.toml) and
// GitHub's secret scanning (docs.github.com, "Supported secret scanning patterns") agree on.
var shapes = []shape{
	// AWS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, "Understanding unique ID prefixes".
	{"an AWS access key", "AKIA ASIA ABIA ACCA", `(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}`},
	{"an AWS session token", "IQoJb3JpZ2lu", `IQoJb3JpZ2lu[A-Za-z0-9+/=]{20,}`},
	{"an Amazon Bedrock key", "ABSKQmVkcm9ja0FQSUtleS", `ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/=]{40,}`},

	// Code hosts and registries. GitHub: github.blog/2021-04-05-behind-githubs-new-authentication-token-formats. GitLab:
	// docs.gitlab.com/security/tokens, "Token prefixes".
	{"a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", `gh[pousr]_[A-Za-z0-9]{36,251}`},
	{"a GitHub token", "github_pat_", `github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}`},
	{"a GitLab token", "glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct-", `(glpat|gldt|glrt|glcbt|glptt|glft|glimt|glagent|gloas|glsoat|glffct)-[A-Za-z0-9_-]{20,}`},
	{"an Atlassian token", "ATATT3 ATBB ATCTT3", `AT(ATT3|BB|CTT3)[A-Za-z0-9_=-]{28,}`},
	{"an npm token", "npm_", `npm_[A-Za-z0-9]{36}`},
	{"a PyPI token", "pypi-AgE", `pypi-AgE[A-Za-z0-9_-]{50,}`},
	{"a RubyGems key", "rubygems_", `rubygems_[0-9a-f]{48}`},
	{"a crates.io token", "cio", `cio[A-Za-z0-9]{32}`},
	{"a Docker token", "dckr_", `dckr_(pat|oat)_[A-Za-z0-9_-]{27,}`},
	{"a JFrog key", "AKCp", `AKCp[A-Za-z0-9]{69,}`},
	{"a SonarQube token", "sqa_ sqp_ squ_", `sq[apu]_[0-9a-f]{40}`},

	// Chat and alerts. Slack: docs.slack.dev/authentication/tokens.
	{"a Slack token", "xox", `xox[abeoprs]-[A-Za-z0-9-]{20,}`},
	{"a Slack token", "xapp-", `xapp-[0-9]-[A-Za-z0-9]+-[0-9]+-[A-Za-z0-9]+`},
	{"a Slack webhook", "hooks.slack", `https://hooks\.slack(-gov)?\.com/(services|workflows|triggers)/[A-Za-z0-9+/]{20,}`},
	{"the path of a Slack webhook", "/B", `T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}`},
	{"a Microsoft Teams webhook", ".webhook.office.com", `https://[a-z0-9-]+\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{40,}`},
	{"a Discord webhook", "/api/webhooks/", `https://(ptb\.|canary\.)?discord(app)?\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{60,}`},
	{"a Telegram token", ":AA", `[0-9]{8,10}:AA[A-Za-z0-9_-]{33}`},
	{"a PagerDuty token", "u+", `u\+[A-Za-z0-9_-]{18}`},
	{"a Twilio key", "SK", `SK[0-9a-f]{32}`},
	{"a SendGrid key", "SG.", `SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}`},
	{"a Mailgun key", "key-", `key-[0-9a-f]{32}`},
	{"a Mailchimp key", "-us", `[0-9a-f]{32}-us[0-9]{1,2}`},

	// Clouds and tools.
	{"a Google API key", "AIza", `AIza[A-Za-z0-9_-]{35}`},
	{"a Google client secret", "GOCSPX-", `GOCSPX-[A-Za-z0-9_-]{28}`},
	{"a Google access token", "ya29.", `ya29\.[A-Za-z0-9_-]{30,}`},
	{"an Azure account key", "AccountKey=", `AccountKey=[A-Za-z0-9+/]{86}==`},
	{"an Azure client secret", "Q~", `[A-Za-z0-9_~.]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}`},
	{"a DigitalOcean token", "doo_v1_ dop_v1_ dor_v1_", `do[opr]_v1_[0-9a-f]{64}`},
	{"a Heroku token", "HRKU-", `HRKU-[A-Za-z0-9_-]{36,}`},
	{"a Netlify token", "nfp_", `nfp_[A-Za-z0-9]{36}`},
	{"a Cloudflare key", "v1.0-", `v1\.0-[0-9a-f]{24}-[0-9a-f]{146}`},
	{"a Vault token", "hvb. hvs. hvr.", `hv[bsr]\.[A-Za-z0-9_-]{24,}`},
	{"a Terraform token", ".atlasv1.", `[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}`},
	{"a Doppler token", "dp.", `dp\.(ct|pt|st|sa|scim|audit)\.[A-Za-z0-9._-]{40,}`},
	{"a PlanetScale token", "pscale_", `pscale_(tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}`},
	{"a Databricks token", "dapi dose dkea", `(dapi|dose|dkea)[0-9a-f]{32}`},
	{"a dbt token", "dbtc_ dbtu_", `dbt[cu]_[A-Za-z0-9_=-]{36,}`},
	{"an age key", "AGE-SECRET-KEY-1", `AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}`},

	// Monitoring.
	{"a Grafana token", "glsa_ glc_", `gl(sa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|c_[A-Za-z0-9+/]{32,}={0,2})`},
	{"a Grafana key", "eyJrIjoi", `eyJrIjoi[A-Za-z0-9+/=]{30,}`},
	{"a New Relic key", "NR", `NR(AK|II|AA|RA|SP)-[A-Za-z0-9_-]{27,}|[0-9a-f]{36}NRAL`},
	{"a Sentry token", "sntrys_ sntryu_", `sntry[su]_[A-Za-z0-9+/=_-]{40,}`},

	// Payment, AI and other services.
	{"a Stripe key", "sk_ rk_ whsec_", `(sk|rk)_(live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,}`},
	{"a Shopify token", "shpat_ shpca_ shppa_ shpss_", `shp(at|ca|pa|ss)_[0-9a-fA-F]{32}`},
	{"a Square token", "sq0atp- sq0csp-", `sq0(atp|csp)-[A-Za-z0-9_-]{22,43}`},
	{"an Anthropic key", "sk-ant-", `sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{40,}`},
	{"an OpenAI key", "T3BlbkFJ", `sk-(proj-|svcacct-|admin-)?[A-Za-z0-9_-]{16,}T3BlbkFJ[A-Za-z0-9_-]{16,}`},
	{"a Hugging Face token", "hf_", `hf_[A-Za-z]{34}`},
	{"a Linear key", "lin_", `lin_(api|oauth)_[A-Za-z0-9]{40,}`},
	{"a Notion token", "ntn_", `ntn_[0-9]{11}[A-Za-z0-9]{35}`},
	{"an Airtable token", "pat", `pat[A-Za-z0-9]{14}\.[0-9a-f]{64}`},
	{"a Postman key", "PMAK-", `PMAK-[0-9a-f]{24}-[0-9a-f]{34}`},

	// Of no issuer. In base64, a private key's first line goes on otherwise than a certificate's. A JSON Web Token's parts begin with {" in base64 (RFC 7519); private keys are armoured (RFC 7468, RFC 9580).
	{"a JSON Web Token", "eyJ", `eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}`},
	{"a private key", "PRIVATE PuTTY-User-Key-File", `-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-[23]`},
	{"a private key", "LS0tLS1CRUdJTi", `LS0tLS1CRUdJTiB(SU0Eg|QUklW|FQyBQ|PUEVO|FTkNS)[A-Za-z0-9+/]{20,}`},
	{"a password's hash", "$2 $5$ $6$ $y$ $argon2", `\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}|\$(5|6|y|argon2id?)\$[^\s"']{40,}`},
	// RFC 3986 has the password before the @. A variable or a template in its place is none.
	{"a URL with a password", "://", `[a-z][a-z0-9+.-]*://[^/\s:@"']*:[^/\s:@"'${<*][^/\s:@"']*@[^\s"']+`},
}

// kind is a shape, ready to be looked for.
type kind struct {
	what    string
	marks   []string
	pattern *regexp.Regexp
}

// kinds are the shapes. Neither before nor behind a token stands what a longer word would go on with.
var kinds = compile()

func compile() []kind {
	var all []kind
	for _, s := range shapes {
		pattern := regexp.MustCompile(`(?:^|[^A-Za-z0-9_])(` + s.pattern + `)(?:$|[^A-Za-z0-9])`)
		all = append(all, kind{s.what, strings.Fields(s.marks), pattern})
	}
	return all
}

// marked tells whether a text may hold such a token.
func (k kind) marked(text string) bool {
	return slices.ContainsFunc(k.marks, func(mark string) bool { return strings.Contains(text, mark) })
}
