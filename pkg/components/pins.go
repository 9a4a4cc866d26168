package components

// Pin is a Helm chart at one version.
type Pin struct {
	RepoURL, Name, Version string
}
