package dashboards

// AWSLogs shows the logs that AWS' services write into groups whose names begin with /aws/. What is read and billed is what the
// metrics of AWS/Logs say: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html;
// the language is https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html.
func AWSLogs() Dashboard {
	return Dashboard{
		UID: "aws-cloudwatch-logs", Folder: awsFolder, Title: "AWS CloudWatch Logs", Since: "now-3h",
		Description: "Logs of AWS' services: which groups grow, how many lines are errors, and the lines themselves. Each look into lines costs by the bytes that it reads, so it starts with three hours of one group.",
		Variables: []Variable{
			logGroups.choice("Groups to measure", "IncomingBytes"),
			{Name: "group", Label: "Group to read", From: LogGroups("/aws/")},
		},
		Rows: []Row{
			{Title: "Is it well", Panels: logsHealth},
			{Title: "How much", Panels: logsLoad},
			{Title: "One group", Panels: logsErrors},
			{Title: "Lines", Panels: logsLines},
		},
	}
}

var logGroups = resources{namespace: "AWS/Logs", dimension: "LogGroupName", variable: "measured"}

// errorLine matches lines that tell of a failure, in most programs' words.
const errorLine = `@message like /(?i)\b(error|exception|fatal|panic)\b/`

var logsHealth = []Panel{
	{
		Title: "Data, each five minutes", View: Stat{Sparkline: true}, Unit: Bytes, Width: 6,
		Description: "What all groups of the region, chosen or not, took in five minutes. CloudWatch bills it.",
		Queries:     logGroups.total(sumOfEach, "IncomingBytes", "Sum", "data"),
	},
	{
		Title: "Lines, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6,
		Description: "Lines that all groups of the region, chosen or not, took in five minutes.",
		Queries:     logGroups.total(sumOfEach, "IncomingLogEvents", "Sum", "lines"),
	},
	{
		Title: "Groups that write", View: Stat{Sparkline: true}, Unit: Whole, Width: 6,
		Description: "Groups of the region that got any line.",
		Queries:     logGroups.total(countOfEach, "IncomingLogEvents", "Sum", "groups"),
	},
	{
		Title: "Not forwarded, each five minutes", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WarnFrom(1, 100), NoValue: "none",
		Description: "Lines that a subscription of a group could not hand on, in five minutes: who reads them misses some.",
		Queries: CloudWatch{
			{Namespace: "AWS/Logs", Name: "DeliveryErrors", Statistic: "Sum", Period: fiveMinutes, ID: "each", Hidden: true, Loose: true, Dimensions: map[string]string{"LogGroupName": "*"}},
			{Math: sumOfEach, ID: "total", Period: fiveMinutes, Legend: "not forwarded"},
		},
	},
}

var logsLoad = []Panel{
	{
		Title: "Data by group, each five minutes", View: Timeseries{Stacked: true, Table: true}, Unit: Bytes, Width: 12, Height: 10,
		Description: "What each group took in five minutes. The greatest is the greatest part of the bill.",
		Queries:     CloudWatch{logGroups.each("IncomingBytes", "Sum")},
	},
	{
		Title: "Lines by group, each five minutes", View: Timeseries{Table: true}, Unit: Count, Width: 12, Height: 10,
		Description: "Lines that each group took in five minutes. A group that falls silent has lost its writer.",
		Queries:     CloudWatch{logGroups.each("IncomingLogEvents", "Sum")},
	},
}

var logsErrors = []Panel{
	{
		Title: "Lines", View: Timeseries{Bars: true}, Unit: Count,
		Description: "Lines of the group in five minutes.",
		Queries:     Logs{{Group: "$group", Legend: "lines", Query: `stats count(*) as lines by bin(5m)`}},
	},
	{
		Title: "Lines of errors", View: Timeseries{Bars: true}, Unit: Count,
		Description: "Lines of the group in five minutes that hold the word error, exception, fatal or panic.",
		Queries:     Logs{{Group: "$group", Legend: "errors", Query: `filter ` + errorLine + ` | stats count(*) as errors by bin(5m)`}},
	},
	{
		Title: "Who writes", View: Table{Columns: []Column{{Field: "@logStream", Title: "Stream"}, {Field: "lines", Title: "Lines"}}}, Unit: Count, Width: 8,
		Description: "The streams of the group that write most.",
		Queries:     Logs{{Group: "$group", Legend: "lines", Query: `stats count(*) as lines by @logStream | sort lines desc | limit 20`}},
	},
}

var logsLines = []Panel{
	{
		Title: "Errors", View: LogLines{}, Unit: Text, Height: 10,
		Description: "The newest lines of errors.",
		Queries:     Logs{{Group: "$group", Legend: "lines", Query: `fields @timestamp, @message, @logStream | filter ` + errorLine + ` | sort @timestamp desc | limit 100`}},
	},
	{
		Title: "All", View: LogLines{}, Unit: Text,
		Description: "The newest lines of the group.",
		Queries:     Logs{{Group: "$group", Legend: "lines", Query: `fields @timestamp, @message, @logStream | sort @timestamp desc | limit 200`}},
	},
}
