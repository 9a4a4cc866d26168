package platform

// derive fills in what was left out and follows from other keys; the tags `derived` say the same in words.
func (e *Environment) derive() {
	orElse(&e.AWS.RolePrefix, e.Platform+"-"+e.Name+"-")
	e.deriveMonitoring()
	e.deriveApps()
	for _, r := range e.routes() {
		orElse(&r.Host, e.Ingress.Host)
	}
	for _, v := range e.volumes() {
		if v.VolumeID == "" {
			orElse(&v.Class, e.defaultClass())
		}
	}
}

// orElse sets what is unset.
func orElse[T comparable](value *T, other T) {
	var zero T
	if *value == zero {
		*value = other
	}
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
		orElse(&a.Routing.Critical, a.Routing.Receiver)
		e.deriveReceivers(a.Receivers)
	}
	if g := m.Grafana; g != nil && g.Datasources.CloudWatch != nil {
		orElse(&g.Datasources.CloudWatch.Region, e.AWS.Region)
	}
}

func (e *Environment) deriveReceivers(receivers map[string]Receiver) {
	for _, r := range receivers {
		if r.Email != nil {
			orElse(&r.Email.Smarthost, "email-smtp."+e.AWS.Region+".amazonaws.com:587")
		}
	}
}

func (e *Environment) deriveApps() {
	for name, app := range e.Apps {
		orElse(&app.Namespace, name)
		orElse(&app.Probe.Path, app.pathSeen())
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

// routes are the public URLs of the environment, by path in the document.
func (e *Environment) routes() map[string]*Route {
	out := map[string]*Route{"argocd.route": e.ArgoCD.Route}
	if e.Kiali != nil {
		out["kiali.route"] = e.Kiali.Route
	}
	for name, app := range e.Apps {
		if app.Route != nil {
			out[Join("apps", name)+".route"] = &app.Route.Route
		}
	}
	if m := e.Monitoring; m != nil {
		m.routes(out)
	}
	for path, r := range out {
		if r == nil {
			delete(out, path)
		}
	}
	return out
}

func (m *Monitoring) routes(out map[string]*Route) {
	if m.Prometheus != nil {
		out["monitoring.prometheus.route"] = m.Prometheus.Route
	}
	if m.Alertmanager != nil {
		out["monitoring.alertmanager.route"] = m.Alertmanager.Route
	}
	if m.Grafana != nil {
		out["monitoring.grafana.route"] = m.Grafana.Route
	}
}

// volumes are where components keep their data, by path in the document.
func (e *Environment) volumes() map[string]*Volume {
	out := map[string]*Volume{}
	m := e.Monitoring
	if m == nil {
		return out
	}
	if m.Prometheus != nil {
		out["monitoring.prometheus.storage"] = &m.Prometheus.Storage
	}
	if m.Alertmanager != nil {
		out["monitoring.alertmanager.storage"] = &m.Alertmanager.Storage
	}
	if m.Grafana != nil {
		out["monitoring.grafana.storage"] = &m.Grafana.Storage
	}
	return out
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
