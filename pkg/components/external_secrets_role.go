package components

import (
	"encoding/json"
	"strings"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
)

// roles are the operator's own; none if each namespace's store has one.
func (s secretsOperator) roles() []Role {
	if s.own() {
		return nil
	}
	return []Role{{
		ARN: roleARN(s.env, externalSecretsName), ServiceAccount: externalSecretsName,
		Why: "read the secrets that the platform uses", Grants: s.grants(""),
	}}
}

// grants are the right to read what the rendered ExternalSecrets of a namespace name, or of all if it is empty, in the service of
// the store that they name.
func (s secretsOperator) grants(namespace string) func(*Rendered) []aws.Grant {
	return func(r *Rendered) []aws.Grant {
		stores := storeServices(r)
		var all []aws.Grant
		for object := range r.objects(externalSecretsGroup, "ExternalSecret") {
			if namespace != "" && object.Namespace() != namespace {
				continue
			}
			for _, read := range reads(object) {
				if kind, ok := storeKinds[stores[read.store(object.Namespace())]]; ok {
					all = append(all, kind.grant(s, read))
				}
			}
		}
		return all
	}
}

// storeKind is how External Secrets reads one of AWS' services. It asks for values one by one, or for tags if it shall fetch
// metadata [providers/v1/aws, secretsmanager.go constructSecretValue and parameterstore.go GetSecret].
type storeKind struct {
	sid, value, metadata string
	// service and prefix begin the ARN; suffix stands for the six characters that Secrets Manager adds to each name.
	service, prefix, suffix string
}

var storeKinds = map[string]storeKind{
	"SecretsManager": {
		sid: "ReadSecrets", value: "secretsmanager:GetSecretValue", metadata: "secretsmanager:DescribeSecret",
		service: "secretsmanager", prefix: "secret:", suffix: "-??????",
	},
	"ParameterStore": {
		sid: "ReadParameters", value: "ssm:GetParameter", metadata: "ssm:ListTagsForResource",
		service: "ssm", prefix: "parameter/",
	},
}

func (k storeKind) grant(s secretsOperator, read storeRead) aws.Grant {
	grant := aws.Grant{Sid: k.sid, Actions: []string{k.value}, Resources: []string{k.arn(s, read.Key)}}
	if read.MetadataPolicy == "Fetch" {
		grant.Sid, grant.Actions = k.sid+"Tags", []string{k.metadata}
	}
	return grant
}

// arn is the secret's, whose name may be given whole.
func (k storeKind) arn(s secretsOperator, key string) string {
	if strings.HasPrefix(key, "arn:") {
		return key
	}
	return regional(s.env, k.service, s.env.AWS.Region, k.prefix+strings.TrimPrefix(key, "/")+k.suffix)
}

// storeServices are AWS' services behind the rendered stores, by the stores' kind, namespace and name.
func storeServices(r *Rendered) map[secretStoreKey]string {
	all := map[secretStoreKey]string{}
	for _, kind := range []string{"ClusterSecretStore", "SecretStore"} {
		for object := range r.objects(externalSecretsGroup, kind) {
			var spec storeSpec
			readSpec(object, &spec)
			all[secretStoreKey{kind, object.Namespace(), object.Name()}] = spec.Provider.AWS.Service
		}
	}
	return all
}

type secretStoreKey struct{ kind, namespace, name string }

// storeRead is one thing that an ExternalSecret reads, and where.
type storeRead struct {
	remoteRef
	from secretStoreRef
}

func (read storeRead) store(namespace string) secretStoreKey {
	if read.from.Kind == "ClusterSecretStore" {
		namespace = ""
	}
	return secretStoreKey{read.from.Kind, namespace, read.from.Name}
}

// reads are what an ExternalSecret reads: keys one by one, and whole secrets.
func reads(object kube.Object) []storeRead {
	var spec externalSecret
	readSpec(object, &spec)
	var all []storeRead
	for _, data := range spec.Data {
		all = append(all, storeRead{data.RemoteRef, spec.from(data.SourceRef)})
	}
	for _, data := range spec.DataFrom {
		if data.Extract != nil {
			all = append(all, storeRead{*data.Extract, spec.from(data.SourceRef)})
		}
	}
	return all
}

// from is the store that a part of an ExternalSecret is read from: its own, or the one for all.
func (e externalSecret) from(own *sourceRef) secretStoreRef {
	switch {
	case own != nil && own.StoreRef != nil:
		return *own.StoreRef
	case e.SecretStoreRef != nil:
		return *e.SecretStoreRef
	}
	return secretStoreRef{}
}

// readSpec reads an object's spec. What does not fit is left out: it is for the checks to find.
func readSpec(object kube.Object, spec any) {
	if text, err := json.Marshal(object.Fields["spec"]); err == nil {
		json.Unmarshal(text, spec)
	}
}
