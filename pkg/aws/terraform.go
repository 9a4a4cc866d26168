package aws

// Module is Terraform's JSON syntax: one file of a root module.
// Source: https://developer.hashicorp.com/terraform/language/syntax/json
type Module struct {
	// Comment is what Terraform ignores: JSON has no comments of its own.
	Comment   string              `json:"//,omitempty"`
	Terraform *Settings           `json:"terraform,omitempty"`
	Provider  map[string]any      `json:"provider,omitempty"`
	Variable  map[string]Variable `json:"variable,omitempty"`
	Locals    map[string]any      `json:"locals,omitempty"`
	// Data and Resource are blocks by type and name.
	Data     Blocks            `json:"data,omitempty"`
	Resource Blocks            `json:"resource,omitempty"`
	Output   map[string]Output `json:"output,omitempty"`
}

// Blocks are blocks with two labels, by type and name.
type Blocks map[string]map[string]any

// Add puts a block in its place.
func (b Blocks) Add(kind, name string, block any) {
	if b[kind] == nil {
		b[kind] = map[string]any{}
	}
	b[kind][name] = block
}

// Settings say what Terraform must be to read the module.
type Settings struct {
	RequiredVersion   string                    `json:"required_version"`
	RequiredProviders map[string]ProviderSource `json:"required_providers"`
}

// ProviderSource is where a provider comes from.
type ProviderSource struct {
	Source  string `json:"source"`
	Version string `json:"version"`
}

// Variable is what the platform cannot know.
type Variable struct {
	Description string `json:"description"`
	Type        string `json:"type"`
	// Default is left out where there is none to give: Terraform then asks.
	Default    any         `json:"default,omitempty"`
	Validation *Validation `json:"validation,omitempty"`
}

// Validation is what a variable's value must be.
type Validation struct {
	Condition    string `json:"condition"`
	ErrorMessage string `json:"error_message"`
}

// Output is what Terraform prints at its end.
type Output struct {
	Description string `json:"description"`
	Value       string `json:"value"`
}
