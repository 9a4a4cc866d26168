// Package argocd makes Argo CD's own objects. It is the only importer of the argo-cd types, which are heavy: they bring 800
// packages and most of the binary.
package argocd

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/kube"
)

// inCluster is the API server of the cluster that Argo CD runs in.
const inCluster = "https://kubernetes.default.svc"

// cascade makes the deletion of an Application delete its objects too.
const cascade = "resources-finalizer.argocd.argoproj.io"

// ConfirmDeletion makes Argo CD ask a person before it deletes an object: for what takes data with it.
func ConfirmDeletion(object metav1.Object) {
	kube.Annotate(object, "argocd.argoproj.io/sync-options", "Prune=confirm,Delete=confirm")
}

// Git is a folder of manifests in a repository.
type Git struct {
	RepoURL, Revision, Path string
}

// Chart is a Helm chart at one version, with its values.
type Chart struct {
	RepoURL, Name, Version string
	// Release is the name that the chart's objects begin with.
	Release string
	// Values is a struct with json tags, or a map.
	Values any
}

// Ignore is a field that the cluster fills in by itself, so that Argo CD should see no drift there.
type Ignore struct {
	Group, Kind, Name string
	// Expressions are jq paths.
	Expressions []string
}

// Application is what we decide about an Argo CD Application; the rest is the same for all. Exactly one of Git and Chart is set.
type Application struct {
	Name, Project string
	// Home is the namespace that Argo CD itself runs in.
	Home string
	// Namespace is where objects go that name none.
	Namespace string
	// Wave orders Applications in one sync of the root; lower comes first.
	Wave  int
	Git   *Git
	Chart *Chart
	// Ignore are the fields that others fill in.
	Ignore []Ignore
	// Keep leaves the objects alone when the Application is deleted.
	Keep bool
}

// Resource is the Application as an object.
func (a Application) Resource() (kube.Resource, error) {
	source, err := a.source()
	if err != nil {
		return nil, fmt.Errorf("application %s: %w", a.Name, err)
	}
	app := &v1alpha1.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: kube.Meta(a.Home, a.Name),
		Spec: v1alpha1.ApplicationSpec{
			Project:           a.Project,
			Source:            source,
			Destination:       v1alpha1.ApplicationDestination{Server: inCluster, Namespace: a.Namespace},
			SyncPolicy:        syncPolicy(len(a.Ignore) > 0),
			IgnoreDifferences: ignoreDifferences(a.Ignore),
		},
	}
	kube.Annotate(app, "argocd.argoproj.io/sync-wave", strconv.Itoa(a.Wave))
	if !a.Keep {
		app.Finalizers = []string{cascade}
	}
	return app, nil
}

func (a Application) source() (*v1alpha1.ApplicationSource, error) {
	if a.Git != nil {
		return &v1alpha1.ApplicationSource{RepoURL: a.Git.RepoURL, TargetRevision: a.Git.Revision, Path: a.Git.Path}, nil
	}
	values, err := json.Marshal(a.Chart.Values)
	if err != nil {
		return nil, err
	}
	return &v1alpha1.ApplicationSource{
		RepoURL:        a.Chart.RepoURL,
		Chart:          a.Chart.Name,
		TargetRevision: a.Chart.Version,
		Helm: &v1alpha1.ApplicationSourceHelm{
			ReleaseName:  a.Chart.Release,
			ValuesObject: &runtime.RawExtension{Raw: values},
		},
	}, nil
}

// syncPolicy applies what Git says by itself and keeps trying: waves order only the first sync, so an Application whose CRDs
// or secrets are not there yet must converge later.
func syncPolicy(ignores bool) *v1alpha1.SyncPolicy {
	factor := int64(2)
	options := v1alpha1.SyncOptions{"ServerSideApply=true", "SkipDryRunOnMissingResource=true", "FailOnSharedResource=true", "PruneLast=true"}
	if ignores {
		options = append(options, "RespectIgnoreDifferences=true")
	}
	return &v1alpha1.SyncPolicy{
		Automated:   &v1alpha1.SyncPolicyAutomated{Prune: true, SelfHeal: true},
		SyncOptions: options,
		Retry: &v1alpha1.RetryStrategy{
			Limit:   10,
			Backoff: &v1alpha1.Backoff{Duration: "10s", Factor: &factor, MaxDuration: "5m"},
		},
	}
}

func ignoreDifferences(ignores []Ignore) v1alpha1.IgnoreDifferences {
	var all v1alpha1.IgnoreDifferences
	for _, i := range ignores {
		all = append(all, v1alpha1.ResourceIgnoreDifferences{
			Group: i.Group, Kind: i.Kind, Name: i.Name, JQPathExpressions: i.Expressions,
		})
	}
	return all
}

// Project is what we decide about an AppProject: everything that is not listed is refused.
type Project struct {
	Name, Home, Description string
	// SourceRepos are the Git and chart repositories.
	SourceRepos []string
	// Namespaces are where its Applications may put objects.
	Namespaces []string
	// ClusterKinds and NamespacedKinds are what they may put there.
	ClusterKinds, NamespacedKinds []schema.GroupKind
	// Wave orders the project among the Applications.
	Wave int
}

// Resource is the AppProject as an object, its lists sorted.
func (p Project) Resource() kube.Resource {
	project := &v1alpha1.AppProject{
		TypeMeta:   typeMeta("AppProject"),
		ObjectMeta: kube.Meta(p.Home, p.Name),
		Spec: v1alpha1.AppProjectSpec{
			Description:                p.Description,
			SourceRepos:                sorted(p.SourceRepos),
			Destinations:               destinations(p.Namespaces),
			ClusterResourceWhitelist:   groupKinds(p.ClusterKinds),
			NamespaceResourceWhitelist: groupKinds(p.NamespacedKinds),
		},
	}
	kube.Annotate(project, "argocd.argoproj.io/sync-wave", strconv.Itoa(p.Wave))
	return project
}

func destinations(namespaces []string) []v1alpha1.ApplicationDestination {
	var all []v1alpha1.ApplicationDestination
	for _, namespace := range sorted(namespaces) {
		all = append(all, v1alpha1.ApplicationDestination{Server: inCluster, Namespace: namespace})
	}
	return all
}

func groupKinds(kinds []schema.GroupKind) []metav1.GroupKind {
	all := make([]metav1.GroupKind, 0, len(kinds))
	for _, k := range kinds {
		all = append(all, metav1.GroupKind{Group: k.Group, Kind: k.Kind})
	}
	return sortedBy(all, func(k metav1.GroupKind) string { return k.Group + "/" + k.Kind })
}

func sorted(names []string) []string {
	return sortedBy(names, func(s string) string { return s })
}

// sortedBy sorts a copy and drops what stands there twice.
func sortedBy[T any](all []T, key func(T) string) []T {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return slices.CompactFunc(all, func(a, b T) bool { return key(a) == key(b) })
}

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: v1alpha1.SchemeGroupVersion.String(), Kind: kind}
}
