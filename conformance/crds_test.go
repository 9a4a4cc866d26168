package conformance

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	kubernetes "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// An API server would take every custom resource as it is: it knows all of its fields, finds no fault, and adds nothing of its own that
// Argo CD would then report as drift.
func TestCustomResourcesFitTheirDefinitions(t *testing.T) {
	definitions := readDefinitions(t, "testdata/crds")
	count := 0
	for _, name := range environments(t) {
		checked, faults := definitions.faults(t, environment(t, name))
		for _, n := range checked {
			count += n
		}
		for _, fault := range faults {
			t.Errorf("out/%s/%s", name, fault)
		}
	}
	fmt.Printf("%d custom resources checked against %d definitions\n", count, len(definitions))
	if count == 0 {
		t.Error("out/ has no custom resource")
	}
}

// Each of the ways to be wrong is noticed.
func TestCustomResourcesThatDoNotFit(t *testing.T) {
	definitions := readDefinitions(t, "testdata/crds")
	for problem, text := range map[string]string{
		"unknown field spec.selector2":    "apiVersion: networking.istio.io/v1\nkind: Gateway\nspec: {selector2: {a: b}}",
		"spec.secretName: Required value": "apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: {issuerRef: {name: a}}",
		"Unsupported value":               "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nspec: {mtls: {mode: SOME}}",
		"defaulting changes":              "apiVersion: generators.external-secrets.io/v1alpha1\nkind: Password\nspec: {length: 24}",
		"portLevelMtls requires selector": "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nspec: {portLevelMtls: {8080: {mode: STRICT}}}",
		"spec.source: Invalid value":      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: text, destination: {}, project: a}",
	} {
		object := decode(t, []byte(text))
		found := definitions[object.GroupVersionKind()].problems(object.Object)
		if !strings.Contains(strings.Join(found, "\n"), problem) {
			t.Errorf("%s is not among %q", problem, found)
		}
	}
}

// decode reads a manifest as the API server does: its whole numbers stay whole.
func decode(t *testing.T, text []byte) *unstructured.Unstructured {
	t.Helper()
	object := &unstructured.Unstructured{}
	json, err := yaml.YAMLToJSON(text)
	if err == nil {
		err = object.UnmarshalJSON(json)
	}
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return object
}

// definition is one served version of a CustomResourceDefinition, as the API server uses it.
type definition struct {
	structural *structuralschema.Structural
	validator  validation.SchemaValidator
	cel        *cel.Validator
}

// definitions are what an API server serves besides its own kinds.
type definitions map[schema.GroupVersionKind]definition

// readDefinitions reads those of some folders and of Istio's API: of two for one kind, the one of the later folder.
func readDefinitions(t *testing.T, folders ...string) definitions {
	t.Helper()
	var files []string
	for _, folder := range folders {
		found, err := filepath.Glob(folder + "/*.yaml")
		if err != nil || len(found) == 0 {
			t.Fatalf("%s has no definitions: %v", folder, err)
		}
		files = append(files, found...)
	}
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "istio.io/api").Output()
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join(strings.TrimSpace(string(module)), "kubernetes", "customresourcedefinitions.gen.yaml"))
	all := definitions{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range bytes.Split(text, []byte("\n---\n")) {
			if err := addDefinitions(all, document); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
	}
	return all
}

func addDefinitions(all definitions, document []byte) error {
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(document, &crd); err != nil {
		return err
	}
	for _, version := range crd.Spec.Versions {
		if !version.Served {
			continue
		}
		var props apiextensions.JSONSchemaProps
		if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &props, nil); err != nil {
			return err
		}
		structural, err := structuralschema.NewStructural(&props)
		if err != nil {
			return err
		}
		validator, _, err := validation.NewSchemaValidator(&props)
		if err != nil {
			return err
		}
		all[schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}] = definition{
			structural: structural, validator: validator, cel: cel.NewValidator(structural, true, celconfig.PerCallLimit),
		}
	}
	return nil
}

// faults checks the custom resources among manifests: how many there are of each kind, and what is wrong with them.
func (d definitions) faults(t *testing.T, files map[string][]byte) (map[string]int, []string) {
	t.Helper()
	checked := map[string]int{}
	var faults []string
	for file, text := range files {
		object := decode(t, text)
		gvk := object.GroupVersionKind()
		if kubernetes.Scheme.IsGroupRegistered(gvk.Group) {
			continue
		}
		definition, ok := d[gvk]
		if !ok {
			faults = append(faults, fmt.Sprintf("%s: no definition serves %s", file, gvk))
			continue
		}
		checked[gvk.Kind]++
		for _, problem := range definition.problems(object.Object) {
			faults = append(faults, file+": "+problem)
		}
	}
	slices.Sort(faults)
	return checked, faults
}

// problems are what the API server would refuse, drop or add.
func (d definition) problems(object map[string]any) []string {
	var found []string
	unknown := pruning.PruneWithOptions(runtime.DeepCopyJSON(object), d.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		found = append(found, "unknown field "+path)
	}
	defaulted := runtime.DeepCopyJSON(object)
	defaulting.Default(defaulted, d.structural)
	if !reflect.DeepEqual(defaulted, object) {
		found = append(found, fmt.Sprintf("defaulting changes %v to %v", object["spec"], defaulted["spec"]))
	}
	errs := validation.ValidateCustomResource(nil, object, d.validator)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, d.structural, object)...)
	rules, _ := d.cel.Validate(context.Background(), nil, d.structural, object, nil, celconfig.RuntimeCELCostBudget)
	for _, err := range append(errs, rules...) {
		found = append(found, err.Error())
	}
	return found
}
