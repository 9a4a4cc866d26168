package components

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	networking "istio.io/api/networking/v1"
)

// The gateway opens two ports on the nodes and no other: HTTPS and the health check, at the numbers that the user gives.
func TestGatewayPorts(t *testing.T) {
	app := applicationOf(t, renderMesh(t, "nodePorts: {https: 31443, status: 31021}", ""), "istio-ingress")
	got := jsonOf(t, chartValue(app, "service", "ports"))
	want := `[{"name":"status-port","nodePort":31021,"port":15021,"protocol":"TCP","targetPort":15021},` +
		`{"name":"https","nodePort":31443,"port":443,"protocol":"TCP","targetPort":443}]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The number of gateway pods is the user's, not an autoscaler's, and the chart makes a PodDisruptionBudget for several only.
func TestGatewayReplicas(t *testing.T) {
	for ingress, want := range map[string]json.Number{"": "2", "replicas: 1": "1"} {
		app := applicationOf(t, renderMesh(t, ingress, ""), "istio-ingress")
		if chartValue(app, "replicaCount") != want || chartValue(app, "autoscaling", "enabled") != false {
			t.Errorf("ingress {%s}: %v replicas", ingress, chartValue(app, "replicaCount"))
		}
		budget := false
		for _, kind := range app.Chart.NamespacedKinds {
			budget = budget || kind.Kind == "PodDisruptionBudget"
		}
		if budget != (want != "1") {
			t.Errorf("ingress {%s}: PodDisruptionBudget is allowed: %t", ingress, budget)
		}
	}
}

// The gateway is admitted to a restricted namespace and may listen on port 443: its security context replaces the chart's.
func TestGatewaySecurity(t *testing.T) {
	app := applicationOf(t, renderMesh(t, "", ""), "istio-ingress")
	got := jsonOf(t, chartValue(app, "securityContext"))
	want := `{"seccompProfile":{"type":"RuntimeDefault"},"sysctls":[{"name":"net.ipv4.ip_unprivileged_port_start","value":"0"}]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The certificate is for every host of the table, is kept where the Gateway looks for it, beside the gateway's pods, and is
// signed by the issuer that cert-manager's part makes.
func TestGatewayCertificate(t *testing.T) {
	rendered := renderMesh(t, "certificate: {selfSigned: {duration: 1000h, renewBefore: 100h}}", "")
	app := applicationOf(t, rendered, "istio-ingress-config")
	gateway := &networking.Gateway{}
	decode(t, objectOf(t, app, "gateway-public.yaml").Fields["spec"], gateway)
	certificate := objectOf(t, app, "certificate-"+gateway.Servers[0].Tls.CredentialName+".yaml")
	if got := certificate.Namespace(); got != applicationOf(t, rendered, "istio-ingress").Namespace {
		t.Errorf("namespace %s", got)
	}
	spec := certificateSpec{}
	if err := json.Unmarshal([]byte(jsonOf(t, certificate.Fields["spec"])), &spec); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(spec.DNSNames, []string{"docs.example.com", "shop.example.com"}) {
		t.Errorf("hosts %v", spec.DNSNames)
	}
	if spec.SecretName != gateway.Servers[0].Tls.CredentialName || spec.Duration != "1000h" || spec.RenewBefore != "100h" {
		t.Errorf("secret %s for %s, renewed %s before its end", spec.SecretName, spec.Duration, spec.RenewBefore)
	}
	objectOf(t, applicationOf(t, rendered, "cert-manager-config"), strings.ToLower(spec.IssuerRef.Kind)+"-"+spec.IssuerRef.Name+".yaml")
}

// Whoever can read the gateway's Secrets cannot read the CA's key: they are in two namespaces.
func TestCAIsKeptApart(t *testing.T) {
	app := applicationOf(t, renderMesh(t, "", ""), "cert-manager-config")
	ca := objectOf(t, app, "certificate-"+platformCA+".yaml")
	if ca.Namespace() != certManagerHome || ca.Namespace() == istioIngressName {
		t.Errorf("the CA is in %s", ca.Namespace())
	}
}

// Without a private CA there is no cert-manager, and no certificate is asked of it.
func TestNoPrivateCA(t *testing.T) {
	env := renderMesh(t, "", "").Catalog.Env
	env.Ingress.Certificate.SelfSigned = nil
	rendered, err := render(env, []Maker{newIstioIngress, newCertManager, newApps})
	if err != nil {
		t.Fatal(err)
	}
	for _, app := range rendered.Applications {
		for _, object := range app.Objects {
			if app.Component == "cert-manager" || object.Kind() == "Certificate" {
				t.Errorf("%s has %s %s", app.Name, object.Kind(), object.Name())
			}
		}
	}
}
