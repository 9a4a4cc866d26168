package components

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/argocd"
	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/patch"
	"github.com/example-org/platform-render/pkg/platform"
)

// Home is the namespace of Argo CD: Applications and AppProjects live there.
const Home = "argocd"

// Application is one Argo CD Application: either a chart, or a folder of objects.
type Application struct {
	// Name is also the name of the folder.
	Name string
	// Component is what it is a part of, Origin the key of platform.yaml that asks for that.
	Component, Origin string
	Namespace         string
	// Wave orders the first sync.
	Wave    int
	Chart   *Chart
	Objects []kube.Object
	// Manifest is the Application itself.
	Manifest kube.Object

	keep bool
	// secrets says that the component has secrets among its own objects.
	secrets         bool
	provides, after []Capability
}

// Rendered is one environment, ready to be laid out as files.
type Rendered struct {
	Catalog *Catalog
	// Applications are sorted by name.
	Applications []Application
	// Projects are the AppProjects.
	Projects []kube.Object
	// Root is the one Application that a person applies.
	Root kube.Object
	// Roles are the IAM roles of the service accounts, sorted by name.
	Roles []aws.Role
}

// Check finds what the user got wrong between components: it is a check for platform.Load. An error of another kind is left to
// Render, which comes to it as well.
func Check(env *platform.Environment) platform.Problems {
	_, err := assemble(env, makers)
	problems, _ := errors.AsType[platform.Problems](err)
	return problems
}

// Render makes everything of one environment. What the user got wrong comes back as platform.Problems.
func Render(env *platform.Environment) (*Rendered, error) {
	return render(env, makers)
}

func render(env *platform.Environment, makers []Maker) (*Rendered, error) {
	cat, err := assemble(env, makers)
	if err != nil {
		return nil, err
	}
	apps, err := build(cat)
	if err != nil {
		return nil, err
	}
	if err := computeWaves(apps); err != nil {
		return nil, err
	}
	rendered := &Rendered{Catalog: cat, Applications: apps}
	if err := rendered.argocd(); err != nil {
		return nil, err
	}
	if err := rendered.patch(); err != nil {
		return nil, err
	}
	return rendered, rendered.grant()
}

// assemble makes the components that the environment asks for, and collects their offers.
func assemble(env *platform.Environment, makers []Maker) (*Catalog, error) {
	var all []Component
	for _, maker := range makers {
		all = append(all, maker(env)...)
	}
	return Collect(env, all)
}

// build asks each component for its objects.
func build(cat *Catalog) ([]Application, error) {
	var apps []Application
	var problems platform.Problems
	for _, offer := range cat.Offers {
		made, err := buildOne(cat, offer)
		if found, ok := errors.AsType[platform.Problems](err); ok {
			problems = append(problems, found...)
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", offer.Component.Name(), err)
		}
		apps = append(apps, made...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	slices.SortFunc(apps, func(a, b Application) int { return strings.Compare(a.Name, b.Name) })
	return apps, nil
}

func buildOne(cat *Catalog, offer Offered) ([]Application, error) {
	built, err := offer.Component.Build(cat)
	if err != nil {
		return nil, err
	}
	secrets, err := externalSecrets(cat, offer)
	if err != nil {
		return nil, err
	}
	resources := built.Objects
	if rule := offer.destinationRule(); rule != nil {
		resources = append(resources, rule)
	}
	objects, err := finish(cat.Env, offer.Component.Name(), offer.Origin, resources)
	if err != nil {
		return nil, err
	}
	for i, object := range objects {
		objects[i].Origin = cmp.Or(built.Origins[object.FileName()], object.Origin)
	}
	objects = append(objects, secrets...)
	slices.SortFunc(objects, byFileName)
	return split(offer, built, objects), nil
}

// finish gives the objects what all have in common and turns them into plain fields.
func finish(env *platform.Environment, component, origin string, resources []kube.Resource) ([]kube.Object, error) {
	var objects []kube.Object
	for _, resource := range resources {
		own := resource.GetLabels()
		label(resource, env, component)
		for key, value := range own {
			kube.Label(resource, key, value)
		}
		object, err := kube.From(resource)
		if err != nil {
			return nil, err
		}
		object.Origin = origin
		objects = append(objects, object)
	}
	slices.SortFunc(objects, byFileName)
	return objects, nil
}

func byFileName(a, b kube.Object) int { return strings.Compare(a.FileName(), b.FileName()) }

// label marks an object as the platform's. There is no app.kubernetes.io/instance: older Argo CDs track by it.
func label(resource kube.Resource, env *platform.Environment, component string) {
	kube.Label(resource, "app.kubernetes.io/name", component)
	kube.Label(resource, "app.kubernetes.io/part-of", env.Platform)
	kube.Label(resource, "app.kubernetes.io/managed-by", "render")
}

// split makes one Application of a component, or two: its chart, and its own objects after that.
func split(offer Offered, built Built, objects []kube.Object) []Application {
	name := offer.Component.Name()
	base := Application{
		Component: name, Origin: offer.Origin, Namespace: offer.Namespace.Name,
		keep: built.Keep, secrets: len(offer.Secrets) > 0, after: implied(offer),
	}
	var apps []Application
	if built.Chart != nil {
		chart := base
		chart.Name, chart.Chart = name, built.Chart
		chart.provides = groups(built.Chart)
		apps = append(apps, chart)
	}
	if len(objects) > 0 {
		own := base
		own.Name, own.Objects = name, objects
		if built.Chart != nil {
			own.Name += "-config"
		}
		own.after = append(slices.Clone(base.after), needs(offer, objects)...)
		apps = append(apps, own)
	}
	if base.secrets {
		slices.Reverse(apps) // the last is what others wait for
	}
	if last := len(apps) - 1; last >= 0 {
		apps[last].provides = append(apps[last].provides, offer.Provides...)
	}
	return apps
}

// argocd makes the Applications, the projects and the root.
func (r *Rendered) argocd() error {
	env := r.Catalog.Env
	for i := range r.Applications {
		manifest, err := r.manifest(r.Applications[i].argocd(env))
		if err != nil {
			return err
		}
		r.Applications[i].Manifest = manifest
	}
	for _, project := range []argocd.Project{r.project(), r.rootProject()} {
		object, err := finish(env, Home, "argocd", []kube.Resource{project.Resource()})
		if err != nil {
			return err
		}
		r.Projects = append(r.Projects, object...)
	}
	var err error
	r.Root, err = r.manifest(root(env))
	return err
}

func (r *Rendered) manifest(app argocd.Application) (kube.Object, error) {
	resource, err := app.Resource()
	if err != nil {
		return kube.Object{}, err
	}
	objects, err := finish(r.Catalog.Env, Home, "argocd", []kube.Resource{resource})
	if err != nil {
		return kube.Object{}, err
	}
	return objects[0], nil
}

// Objects are all objects of the environment as the cluster will have them: those of its Applications, Argo CD's own, and what is
// known of those that charts make.
func (r *Rendered) Objects() ([]kube.Object, error) {
	all := append([]kube.Object{r.Root}, r.Projects...)
	for _, app := range r.Applications {
		all = append(append(all, app.Manifest), app.Objects...)
		sketches, err := app.Sketches()
		if err != nil {
			return nil, err
		}
		all = append(all, sketches...)
	}
	return all, nil
}

// patch applies the user's patches to every object, Applications included.
func (r *Rendered) patch() error {
	set := patch.New(r.Catalog.Env)
	for i := range r.Applications {
		app := &r.Applications[i]
		if err := set.Apply(app.Objects); err != nil {
			return err
		}
		manifest := []kube.Object{app.Manifest}
		if err := set.Apply(manifest); err != nil {
			return err
		}
		app.Manifest = manifest[0]
	}
	if err := set.Apply(r.Projects); err != nil {
		return err
	}
	return set.Finish()
}

// objects are all objects of a kind, as they are after the patches.
func (r *Rendered) objects(group, kind string) iter.Seq[kube.Object] {
	return func(yield func(kube.Object) bool) {
		for _, app := range r.Applications {
			for _, object := range app.Objects {
				if object.GroupKind() == (schema.GroupKind{Group: group, Kind: kind}) && !yield(object) {
					return
				}
			}
		}
	}
}
