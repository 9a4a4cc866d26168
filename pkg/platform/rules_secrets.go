package platform

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// secrets holds the use of secrets to the stores that there are, and to what Kubernetes and External Secrets can do.
func (c *checker) secrets() {
	c.stores()
	c.storeScope()
	each(c.Environment, c.secretParts)
	for name, app := range sorted(c.Apps) {
		at := Join("apps", name)
		c.once(at+".envFrom", app.EnvFrom)
		c.secretPolicy(at+".secretPolicy", app.SecretPolicy)
		c.files(at, app)
		c.generatedNames(at, app)
	}
}

// stores refuses the use of a secret whose store is not there.
func (c *checker) stores() {
	each(c.Environment, func(path string, s *SecretRef) { c.inStore(path, s.Secret) })
	each(c.Environment, func(path string, s *Credentials) { c.inStore(path, s.Secret) })
	each(c.Environment, func(path string, s *SecretParts) { c.inStore(path, s.Secret) })
	for name, app := range sorted(c.Apps) {
		for i, secret := range app.EnvFrom {
			c.inStore(joinIndex(Join("apps", name)+".envFrom", i), secret)
		}
	}
}

func (c *checker) inStore(path, secret string) {
	if secret == "" || c.Secrets == nil && c.has("secrets") {
		return // what is wrong with it has been said
	}
	key, what := "awsSecretsManager", "does not begin with a slash, so it is one of AWS Secrets Manager"
	if IsParameter(secret) {
		key, what = "awsParameterStore", "begins with a slash, so it is a parameter of the Parameter Store"
	}
	switch {
	case c.Secrets == nil:
		c.report(path, "the secret %s is used, but there is no store: write secrets: {%s: {}}", quote(secret), key)
	case !c.has("secrets." + key):
		c.report(path, "the secret %s %s, and secrets (%s) has none: write %s: {} there", quote(secret), what, c.Pos("secrets"), key)
	}
}

// storeScope refuses stores of namespaces that would all read in one role: EKS Pod Identity gives credentials to the operator's own
// pods, and to nobody by name (external-secrets.io, provider/aws-access).
func (c *checker) storeScope() {
	if c.Secrets != nil && c.Secrets.Scope == "namespace" && c.AWS.PodIdentity() {
		c.report("secrets.scope", "a store for each namespace needs a role for each, and with aws.identity podIdentity (%s) External Secrets has one for all: write scope: cluster, or identity: irsa",
			c.Pos("aws.identity"))
	}
}

// IsParameter tells whether a secret is a parameter of AWS Systems Manager's Parameter Store, rather than one of AWS Secrets
// Manager: its name begins with a slash.
func IsParameter(secret string) bool { return strings.HasPrefix(secret, "/") }

// secretParts holds a template to its parts.
func (c *checker) secretParts(path string, s *SecretParts) {
	if c.has(path+".generated") && !s.Generated {
		c.report(path+".generated", "false says nothing: write true, or leave the key out")
	}
	used, err := templateParts(s.Template)
	if s.Template == "" || s.From == nil || err != nil {
		return
	}
	for _, part := range used {
		if _, ok := s.From[part]; !ok {
			c.report(path+".template", "{{ .%s }} is not a part of from (%s)%s", part, c.Pos(path+".from"), hintName(part, slices.Sorted(maps.Keys(s.From))))
		}
	}
	for part := range sorted(s.From) {
		if !slices.Contains(used, part) {
			c.reportKey(Join(path+".from", part), "is not used: the template (%s) has no {{ .%s }}", c.Pos(path+".template"), part)
		}
	}
}

// secretPolicy refuses settings that would have no effect, or that would fail with the first new value.
func (c *checker) secretPolicy(path string, p SecretPolicy) {
	if p.Refresh != "" && p.Refresh != "Periodic" && c.has(path+".refreshInterval") {
		c.reportKey(path+".refreshInterval", "stands only beside refresh: Periodic, and refresh is %s (%s)", p.Refresh, c.Pos(path+".refresh"))
	}
	if p.Refresh != "" && p.Immutable && p.Refresh != "CreatedOnce" {
		c.report(path+".immutable", "an immutable Secret cannot take a new value, and External Secrets would report an error with the first: write refresh: CreatedOnce beside it")
	}
}

// systemFolders are those that an image cannot do without: a file beside theirs would hide them.
var systemFolders = []string{
	"/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr",
	"/usr/bin", "/usr/lib", "/usr/local", "/usr/share", "/var", "/var/lib", "/var/run",
}

// files keeps folders of secrets from hiding what the image or the app needs.
func (c *checker) files(at string, app App) {
	for file := range sorted(app.Files) {
		key, folder := Join(at+".files", file), path.Dir(file)
		if slices.Contains(systemFolders, folder) {
			c.reportKey(key, "would hide the rest of %s, which the image needs: put it into a folder of its own, such as %s", folder, path.Join(folder, "secrets", path.Base(file)))
		}
		for i, writable := range app.WritablePaths {
			if within(folder, writable) || within(writable, folder) {
				c.reportKey(key, "lies with %s (%s), which is emptied when the pod ends: a folder is one or the other", writable, c.Pos(joinIndex(at+".writablePaths", i)))
			}
		}
		for other := range sorted(app.Files) {
			if dir := path.Dir(other); dir != folder && within(folder, dir) {
				c.reportKey(key, "lies in a folder of %s (%s), where nothing can be mounted: put the two into one folder, or side by side", other, c.Pos(Join(at+".files", other)))
			}
		}
	}
}

// within tells whether a folder is another or lies in it.
func within(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, other+"/")
}

// generatedNames refuses two generated variables whose Secrets would have one name.
func (c *checker) generatedNames(at string, app App) {
	seen := map[string]string{}
	for name, value := range sorted(app.Env) {
		if !value.Generated && value.Template == "" {
			continue
		}
		path, secret := Join(at+".env", name), SecretNameOf(name)
		if other, ok := seen[secret]; ok {
			c.reportKey(path, "is too like %s (%s): the Secrets of both would be called %s", other, c.Pos(Join(at+".env", other)), secret)
		}
		seen[secret] = name
	}
}

// SecretNameOf is the name of a variable as a part of a Secret's name: DATABASE_URL is database-url.
func SecretNameOf(variable string) string {
	return strings.Trim(strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(variable)), "-")
}
