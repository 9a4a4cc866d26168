package components

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/example-org/platform-render/pkg/platform"
)

// secrets are the Secrets that the app reads: one with a key for each variable that is a secret of the store, one for each that is
// made of parts or generated, one of whole secrets, and one for each folder of files.
func (a app) secrets() []Secret {
	all := slices.Concat(a.storedVariables(), a.madeVariables(), a.wholeSecrets(), a.secretFiles())
	for i := range all {
		all[i].Policy = a.SecretPolicy
	}
	return all
}

func (a app) secretName() string { return a.name + "-env" }

func (a app) storedVariables() []Secret {
	keys := map[string]platform.SecretRef{}
	for variable, value := range a.Env {
		if ref := value.Ref(); ref != nil {
			keys[variable] = *ref
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return []Secret{{Name: a.secretName(), Keys: keys, Origin: a.origin() + ".env"}}
}

// madeVariables have a Secret each: the parts of one template must not meet those of another, and what is generated once would
// leave out a variable that is added later.
func (a app) madeVariables() []Secret {
	var all []Secret
	for _, variable := range sortedKeys(a.Env) {
		if value := a.Env[variable]; value.Template != "" || value.Generated {
			all = append(all, a.made(a.madeName(variable), variable, value.SecretParts, platform.Join(a.origin()+".env", variable)))
		}
	}
	return all
}

func (a app) madeName(variable string) string {
	return a.secretName() + "-" + platform.SecretNameOf(variable)
}

// made is a Secret of one key, from a template or generated.
func (a app) made(name, key string, parts platform.SecretParts, origin string) Secret {
	if parts.Generated {
		return Secret{Name: name, Generated: []string{key}, Origin: origin}
	}
	return Secret{Name: name, Keys: parts.From, Templates: map[string]string{key: parts.Template}, Origin: origin}
}

func (a app) wholeSecrets() []Secret {
	if len(a.EnvFrom) == 0 {
		return nil
	}
	return []Secret{{Name: a.wholeName(), Whole: a.EnvFrom, Origin: a.origin() + ".envFrom"}}
}

func (a app) wholeName() string { return a.name + "-whole" }

// envFrom are the variables whose names only the store knows.
func (a app) envFrom() []corev1.EnvFromSource {
	if len(a.EnvFrom) == 0 {
		return nil
	}
	return []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: a.wholeName()},
	}}}
}

// variables are the environment, sorted by name.
func (a app) variables() []corev1.EnvVar {
	var all []corev1.EnvVar
	for _, name := range sortedKeys(a.Env) {
		variable, value := corev1.EnvVar{Name: name}, a.Env[name]
		switch {
		case value.Ref() != nil:
			variable.ValueFrom = fromSecretKey(a.secretName(), name)
		case value.Value != nil:
			variable.Value = *value.Value
		default:
			variable.ValueFrom = fromSecretKey(a.madeName(name), name)
		}
		all = append(all, variable)
	}
	return all
}

// secretFiles have a Secret each, whose only key is the file's name.
func (a app) secretFiles() []Secret {
	var all []Secret
	for _, file := range sortedKeys(a.Files) {
		value, key := a.Files[file], path.Base(file)
		origin := platform.Join(a.origin()+".files", file)
		if ref := value.Ref(); ref != nil {
			all = append(all, Secret{Name: a.fileName(file), Keys: map[string]platform.SecretRef{key: *ref}, Origin: origin})
		} else {
			all = append(all, a.made(a.fileName(file), key, value.SecretParts, origin))
		}
	}
	return all
}

func (a app) fileName(file string) string { return a.name + "-" + pathName("file", file) }

// mounts are the folders of secret files. Kubernetes replaces a file when its secret changes; an app that reads it once must be
// restarted.
func (a app) mounts() []Mount {
	var all []Mount
	for _, file := range sortedKeys(a.Files) {
		source := corev1.VolumeProjection{Secret: &corev1.SecretProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: a.fileName(file)},
			Items:                []corev1.KeyToPath{{Key: path.Base(file), Path: path.Base(file)}},
		}}
		folder := path.Dir(file)
		i := slices.IndexFunc(all, func(m Mount) bool { return m.Path == folder })
		if i < 0 {
			all = append(all, Mount{
				Name: pathName("files", folder), Path: folder, ReadOnly: true,
				Source: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{DefaultMode: ptr(corev1.ProjectedVolumeSourceDefaultMode)}},
			})
			i = len(all) - 1
		}
		all[i].Source.Projected.Sources = append(all[i].Source.Projected.Sources, source)
	}
	return all
}
