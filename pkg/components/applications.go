package components

import (
	"path"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/platform"
)

// AppsFolder is the folder that the root Application syncs: the AppProjects and all other Applications.
const AppsFolder = "apps"

// beforeAll is the wave of what Applications need to exist at all.
const beforeAll = -1

func (a Application) argocd(env *platform.Environment) argocd.Application {
	app := argocd.Application{
		Name: a.Name, Project: env.Platform, Home: Home, Namespace: a.Namespace, Wave: a.Wave, Keep: a.keep,
	}
	if a.Chart == nil {
		app.Git, app.Ignore = folder(env, a.Name), grows(a.Objects)
		return app
	}
	app.Ignore = a.Chart.Ignore
	app.Chart = &argocd.Chart{
		RepoURL: a.Chart.Pin.RepoURL, Name: a.Chart.Pin.Name, Version: a.Chart.Pin.Version,
		Release: a.Component, Values: a.Chart.Values,
	}
	return app
}

func folder(env *platform.Environment, name string) *argocd.Git {
	return &argocd.Git{RepoURL: env.Git.RepoURL, Revision: env.Git.Revision, Path: path.Join(env.Git.Path, env.Name, name)}
}

// root is the Application of all others. It is not deleted with them: whoever deletes it wants Argo CD to let go.
func root(env *platform.Environment) argocd.Application {
	return argocd.Application{
		Name: env.Platform, Project: rootProjectName(env), Home: Home, Namespace: Home, Git: folder(env, AppsFolder), Keep: true,
	}
}

func rootProjectName(env *platform.Environment) string { return env.Platform + "-root" }

// project allows exactly what was built: its sources, its namespaces, its kinds.
func (r *Rendered) project() argocd.Project {
	env := r.Catalog.Env
	project := argocd.Project{
		Name: env.Platform, Home: Home, Wave: beforeAll,
		Description: "What the platform " + env.Platform + " is made of, and nothing else.",
	}
	for _, app := range r.Applications {
		project.Namespaces = append(project.Namespaces, app.Namespace)
		if app.Chart == nil {
			project.SourceRepos = append(project.SourceRepos, env.Git.RepoURL)
			project.ClusterKinds, project.NamespacedKinds = kinds(app.Objects, project.ClusterKinds, project.NamespacedKinds)
			project.Namespaces = append(project.Namespaces, namespacesOf(app.Objects)...)
			continue
		}
		project.SourceRepos = append(project.SourceRepos, app.Chart.Pin.RepoURL)
		project.ClusterKinds = append(project.ClusterKinds, app.Chart.ClusterKinds...)
		project.NamespacedKinds = append(project.NamespacedKinds, app.Chart.NamespacedKinds...)
		project.Namespaces = append(project.Namespaces, app.Chart.Namespaces...)
	}
	return project
}

// rootProject allows the root Application to make Applications and projects, and nothing else.
func (r *Rendered) rootProject() argocd.Project {
	env := r.Catalog.Env
	return argocd.Project{
		Name: rootProjectName(env), Home: Home, Wave: beforeAll,
		Description: "The Applications of the platform " + env.Platform + ". Whoever may use this project is an administrator.",
		SourceRepos: []string{env.Git.RepoURL},
		Namespaces:  []string{Home},
		NamespacedKinds: []schema.GroupKind{
			{Group: "argoproj.io", Kind: "Application"}, {Group: "argoproj.io", Kind: "AppProject"},
		},
	}
}

// kinds adds the kinds of the objects to those of the cluster and those of namespaces.
func kinds(objects []kube.Object, cluster, namespaced []schema.GroupKind) (_, _ []schema.GroupKind) {
	for _, object := range objects {
		if object.Namespace() == "" {
			cluster = append(cluster, object.GroupKind())
		} else {
			namespaced = append(namespaced, object.GroupKind())
		}
	}
	return cluster, namespaced
}

func namespacesOf(objects []kube.Object) []string {
	var all []string
	for _, object := range objects {
		if object.Namespace() != "" {
			all = append(all, object.Namespace())
		}
	}
	return all
}
