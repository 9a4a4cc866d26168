package dashboards

// AWSLambda shows functions. The metrics are those of https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html,
// in the namespace AWS/Lambda; those by FunctionName alone count every version and alias of the function.
func AWSLambda() Dashboard {
	return Dashboard{
		UID: "aws-lambda-functions", Folder: awsFolder, Title: "AWS Lambda",
		Description: "Lambda functions: how often they run and fail, how long they take, and whether they are throttled or fall behind their queue.",
		Variables:   []Variable{functions.choice("Function", "Invocations")},
		Rows: []Row{
			{Title: "Is it well", Panels: lambdaHealth},
			{Title: "How much", Panels: lambdaLoad},
			{Title: "Where is it slow", Panels: lambdaDuration},
			{Title: "What is saturated", Panels: lambdaSaturation},
		},
	}
}

var functions = resources{namespace: "AWS/Lambda", dimension: "FunctionName", variable: "function"}

var lambdaHealth = []Panel{
	{
		Title: "Runs, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6, NoValue: "none",
		Description: "Runs of all functions of the region, chosen or not, in five minutes.",
		Queries:     functions.total(sumOfEach, "Invocations", "Sum", "runs"),
	},
	{
		Title: "Errors, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WarnFrom(1, 10), NoValue: "none",
		Description: "Runs of all functions that ended with an error or ran out of time or memory, in five minutes.",
		Queries:     functions.total(sumOfEach, "Errors", "Sum", "errors"),
	},
	{
		Title: "Throttled, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WarnFrom(1, 10), NoValue: "none",
		Description: "Runs of all functions that were refused because too many ran already, in five minutes.",
		Queries:     functions.total(sumOfEach, "Throttles", "Sum", "throttled"),
	},
	{
		Title: "Oldest record", View: Stat{Sparkline: true}, Unit: Milliseconds, Width: 6, Thresholds: WarnFrom(60e3, 600e3), NoValue: "no streams",
		Description: "Of the function that is furthest behind its stream: how old the record was that it read last.",
		Queries:     functions.total(mostOfEach, "IteratorAge", "Maximum", "age"),
	},
}

var lambdaLoad = []Panel{
	{
		Title: "Runs, each five minutes", View: Timeseries{Table: true}, Unit: Count,
		Description: "How often each function ran in five minutes. One that stops has lost its trigger.",
		Queries:     CloudWatch{functions.each("Invocations", "Sum")},
	},
	{
		Title: "Errors, each five minutes", View: Timeseries{Bars: true, Stacked: true}, Unit: Count,
		Description: "Runs of each function that ended with an error, in five minutes.",
		Queries:     CloudWatch{functions.each("Errors", "Sum")},
	},
	{
		Title: "Without an error", View: Timeseries{Max: 100}, Unit: Percent, Thresholds: WellFrom(95, 99),
		Description: "Share of the runs of all functions, chosen or not, that ended well.",
		Queries: CloudWatch{
			{Namespace: "AWS/Lambda", Name: "Errors", Statistic: "Sum", Period: fiveMinutes, ID: "errors", Hidden: true},
			{Namespace: "AWS/Lambda", Name: "Invocations", Statistic: "Sum", Period: fiveMinutes, ID: "runs", Hidden: true},
			{Math: "100 * (1 - errors / runs)", ID: "well", Period: fiveMinutes, Legend: "ended well"},
		},
	},
}

var lambdaDuration = []Panel{
	{
		Title: "Duration", View: Timeseries{Table: true}, Unit: Milliseconds, Width: 12,
		Description: "How long 99 of 100 runs of each function take at most, without the start of a new environment. Compare it with the function's time-out.",
		Queries:     CloudWatch{functions.each("Duration", "p99")},
	},
	{
		Title: "Usual duration", Unit: Milliseconds, Width: 12,
		Description: "How long half of the runs take at most. What is usual and what is rare may have different reasons.",
		Queries:     CloudWatch{functions.each("Duration", "p50")},
	},
}

var lambdaSaturation = []Panel{
	{
		Title: "At once", Unit: Count,
		Description: "Runs of each function at the same time. All functions of the account share its limit in a region, of 1000 if nobody raised it.",
		Queries:     CloudWatch{functions.each("ConcurrentExecutions", "Maximum")},
	},
	{
		Title: "Throttled, each five minutes", View: Timeseries{Bars: true, Stacked: true}, Unit: Count, NoValue: "none",
		Description: "Runs that were refused in five minutes. Callers see it as an error; events from queues are tried again.",
		Queries:     CloudWatch{functions.each("Throttles", "Sum")},
	},
	{
		Title: "Behind the stream", Unit: Milliseconds, NoValue: "no streams",
		Description: "How old the last record was that each function read from its stream. If it rises, the function is too slow, or fails on one record again and again.",
		Queries:     CloudWatch{functions.each("IteratorAge", "Maximum")},
	},
	{
		Title: "Events that wait", Unit: Milliseconds, Width: 12, NoValue: "none",
		Description: "How long events lay in Lambda's own queue before the function took them, for calls that do not wait for an answer.",
		Queries:     CloudWatch{functions.each("AsyncEventAge", "Maximum")},
	},
	{
		Title: "Events lost, each five minutes", View: Timeseries{Bars: true}, Unit: Count, Width: 12, NoValue: "none",
		Description: "Events that were dropped after all tries, and those that could not even be laid into the dead-letter queue, in five minutes.",
		Queries:     CloudWatch{functions.told("AsyncEventsDropped", "Sum", "dropped"), functions.told("DeadLetterErrors", "Sum", "no dead letter")},
	},
}
