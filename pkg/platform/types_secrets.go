package platform

// Secrets says where secrets are kept, and who may read them.
type Secrets struct {
	_ struct{} `union:"some" of:"awsSecretsManager,awsParameterStore"`
	// AWS Secrets Manager, in the platform's account and region: every secret whose name does not begin with a slash.
	AWSSecretsManager *SecretStore `json:"awsSecretsManager"`
	// The Parameter Store of AWS Systems Manager, in the platform's account and region: every secret whose name begins with a
	// slash.
	AWSParameterStore *SecretStore `json:"awsParameterStore"`
	// cluster: one store, with one IAM role that may read every secret that the platform uses. namespace: a store for each
	// namespace, with a role of its own that may read the secrets used there.
	Scope string `json:"scope" default:"cluster" enum:"cluster,namespace"`
}

// SecretStore is a service of AWS that External Secrets reads.
type SecretStore struct {
	// How often secrets are read again.
	RefreshInterval string `json:"refreshInterval" default:"1h" format:"goDuration"`
}

// SecretRef points at a secret, or at one property of a secret that holds a JSON object. The secret itself never stands here.
type SecretRef struct {
	_ struct{} `short:"secret"`
	// The secret's name in the store.
	Secret string `json:"secret" check:"required" format:"secretName" example:"DATABRICKS_TOKEN"`
	// The property of the secret's JSON object; without it the whole secret.
	Property string `json:"property" format:"property" example:"token"`
}

// Credentials point at a secret that holds a user name and a password as properties of a JSON object.
type Credentials struct {
	_ struct{} `short:"secret"`
	// The secret's name in the store.
	Secret string `json:"secret" check:"required" format:"secretName" example:"GRAFANA_CREDENTIALS"`
	// The property that holds the user name.
	Username string `json:"username" default:"username" format:"property"`
	// The property that holds the password.
	Password string `json:"password" default:"password" format:"property"`
}

// SecretPolicy says how a Secret follows the store.
type SecretPolicy struct {
	// Periodic: the secret is read again after each refresh interval. OnChange: only when what is asked for changes. CreatedOnce:
	// once, and never again.
	Refresh string `json:"refresh" default:"Periodic" enum:"Periodic,OnChange,CreatedOnce"`
	// How often a periodic secret is read again.
	RefreshInterval string `json:"refreshInterval" format:"goDuration" derived:"the store's refreshInterval"`
	// What becomes of the Secret when the secret is deleted from the store. Retain: it stays as it is. Delete: it goes, and pods
	// that need it can no longer start.
	Deletion string `json:"deletion" default:"Retain" enum:"Retain,Delete"`
	// Whether the Secret may never change: the cluster then watches fewer objects, and a new value needs a new name. Only with
	// refresh CreatedOnce.
	Immutable bool `json:"immutable" default:"false"`
}

// EnvValue is the value of an environment variable: a text, or something secret.
type EnvValue struct {
	_ struct{} `union:"one" of:"value,secret,template,generated" short:"value"`
	// The text itself.
	Value *string `json:"value" format:"line"`

	SecretParts `json:",inline"`
}

// SecretValue is something secret: a secret of the store, a text with secrets in it, or a password that nobody needs to know.
type SecretValue struct {
	_ struct{} `union:"one" of:"secret,template,generated" short:"secret"`

	SecretParts `json:",inline"`
}

// SecretParts are what something secret is made of.
type SecretParts struct {
	// The secret's name in the store.
	Secret string `json:"secret" format:"secretName" example:"DATABRICKS_TOKEN"`
	// The property of the secret's JSON object; without it the whole secret.
	Property string `json:"property" format:"property" example:"token" with:"secret"`
	// A text with secrets in it, such as a connection string, as a template of Go: {{ .user }} is the part user.
	Template string `json:"template" format:"template" example:"\"postgres://{{ .user }}:{{ .password | urlquery }}@db.example.com/app\"" with:"from"`
	// The parts of the template, by name.
	From map[string]SecretRef `json:"from" keys:"templatePart" example:"{user: {secret: DATABASE, property: username}}" with:"template"`
	// Whether the cluster makes a password of 32 letters and digits, once, that nobody needs to know.
	Generated bool `json:"generated"`
}

// Ref is the secret of the store that stands here alone; nil if there is none.
func (s SecretParts) Ref() *SecretRef {
	if s.Secret == "" {
		return nil
	}
	return &SecretRef{Secret: s.Secret, Property: s.Property}
}
