package platform

// derive lets critical alerts of every route go where critical alerts go.
func (r *Routing) derive() {
	orElse(&r.Critical, r.Receiver)
	for name, route := range r.Routes {
		if route.Match["severity"] == "" {
			orElse(&route.Critical, r.Critical)
		}
		orElse(&route.RepeatInterval, r.RepeatInterval)
		r.Routes[name] = route
	}
}
