package platform

// derive fills in what was left out and follows from other keys; the tags `derived` say the same in words.
func (e *Environment) derive() {
	e.deriveAWS()
	e.deriveMesh()
	each(e, func(_ string, k *PrivateKey) { orElse(&k.Size, defaultKeySize[k.Algorithm]) })
	e.deriveMonitoring()
	e.deriveApps()
	each(e, func(_ string, r *Route) { orElse(&r.Host, e.Ingress.Host) })
	for name, r := range e.Ingress.Redirects {
		orElse(&r.Host, e.Ingress.Host)
		e.Ingress.Redirects[name] = r
	}
	each(e, func(_ string, v *Volume) {
		if v.VolumeID == "" {
			orElse(&v.Class, e.defaultClass())
		}
	})
}

// orElse sets what is unset.
func orElse[T comparable](value *T, other T) {
	var zero T
	if *value == zero {
		*value = other
	}
}

func (e *Environment) deriveMesh() {
	if e.Mesh.MTLS == "PERMISSIVE" {
		orElse(&e.Mesh.Authorization, "dryRun")
	}
	orElse(&e.Mesh.Authorization, "enforce")
}

func (e *Environment) deriveMonitoring() {
	m := e.Monitoring
	if m == nil {
		return
	}
	if p := m.Prometheus; p != nil {
		for name, s := range p.Scrape {
			orElse(&s.Interval, p.Interval)
			p.Scrape[name] = s
		}
	}
	if a := m.Alertmanager; a != nil {
		a.Routing.derive()
		e.deriveReceivers(a.Receivers)
	}
	for name, rules := range m.Rules {
		orElse(&rules.Interval, e.scrapeInterval())
		m.Rules[name] = rules
	}
	if g := m.Grafana; g != nil && g.Datasources.CloudWatch != nil {
		orElse(&g.Datasources.CloudWatch.Region, e.AWS.Region)
	}
}

func (e *Environment) deriveReceivers(receivers map[string]Receiver) {
	for _, r := range receivers {
		if r.Email != nil && partitionOf(e.AWS.Region) != "aws-cn" {
			orElse(&r.Email.Smarthost, "email-smtp."+e.AWS.Region+".amazonaws.com:587")
		}
	}
}

func (e *Environment) deriveApps() {
	for name, app := range e.Apps {
		orElse(&app.Namespace, name)
		orElse(&app.Probe.Path, app.pathSeen())
		if app.Canary != nil {
			orElse(&app.Canary.Replicas, app.Replicas)
		}
		if m := app.Metrics; m != nil {
			orElse(&m.Port, app.Port)
			orElse(&m.Interval, e.scrapeInterval())
		}
		e.Apps[name] = app
	}
}

// pathSeen is the path under which requests to the app's route reach the app.
func (a App) pathSeen() string {
	if a.Route == nil || a.Route.StripPrefix {
		return "/"
	}
	return a.Route.Path
}

func (e *Environment) scrapeInterval() string {
	if e.Monitoring == nil || e.Monitoring.Prometheus == nil {
		return ""
	}
	return e.Monitoring.Prometheus.Interval
}

// defaultClass is the storage class of claims that name none, "" if there is none.
func (e *Environment) defaultClass() string {
	if e.Storage == nil {
		return ""
	}
	for name, class := range sorted(e.Storage.Classes) {
		if class.Default {
			return name
		}
	}
	return ""
}

// defaultKeySize is the size of keys of an algorithm, in bits.
var defaultKeySize = map[string]int32{"ECDSA": 256, "RSA": 2048}
