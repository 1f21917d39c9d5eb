"""What parts of a network are called in a picture: short, as AWS writes them."""

from advisor.language.clean import clean, shortened

SERVICES = {
    "s3": "S3", "dynamodb": "DynamoDB", "sqs": "SQS", "sns": "SNS", "secretsmanager": "Secrets Manager",
    "ssm": "Systems Manager", "ssmmessages": "Session Manager", "kms": "KMS", "kinesis-streams": "Kinesis",
    "firehose": "Data Firehose", "events": "EventBridge", "states": "Step Functions", "ecr.api": "ECR (API)",
    "ecr.dkr": "ECR (images)", "logs": "CloudWatch Logs", "monitoring": "CloudWatch", "xray": "X-Ray", "sts": "STS",
    "lambda": "Lambda", "bedrock-runtime": "Bedrock", "athena": "Athena", "glue": "Glue", "rds-data": "RDS Data API",
    "email-smtp": "SES (SMTP)", "cognito-idp": "Cognito", "batch": "Batch", "ecs": "ECS", "ecs-agent": "ECS agent",
    "ecs-telemetry": "ECS telemetry", "elasticfilesystem": "EFS (API)", "execute-api": "API Gateway",
}  # fmt: skip
"""Services of AWS by the name of their endpoint."""

SYSTEMS = {
    "rds": "RDS database", "aurora": "Aurora database", "elasticache": "ElastiCache", "memorydb": "MemoryDB",
    "ec2": "EC2 servers", "efs": "EFS file system", "opensearch": "OpenSearch domain", "redshift": "Redshift warehouse",
    "documentdb": "DocumentDB", "neptune": "Neptune", "msk": "MSK cluster", "mq": "MQ broker",
    "internal-service": "Internal service", "peered-vpc": "Another VPC", "on-premises": "Data centre",
}  # fmt: skip
"""Systems with private addresses, and the networks beyond the VPC."""

COMPONENTS = {
    "vpc-attachment": "Network interface", "network-connector": "Network connector", "awsvpc-networking": "Task networking",
    "private-subnets": "Private subnets", "public-subnets": "Public subnets", "security-group": "Security group",
    "route-table": "Route table", "nat-gateway": "NAT gateway", "elastic-ip": "Elastic IP", "rds-proxy": "RDS Proxy",
    "internet-gateway": "Internet gateway", "egress-only-internet-gateway": "Egress-only gateway",
    "gateway-endpoint": "Gateway endpoint", "interface-endpoint": "Interface endpoint",
    "application-load-balancer": "Load balancer", "internal-load-balancer": "Internal balancer",
    "api-gateway-http": "HTTP API", "api-gateway-rest": "REST API", "api-gateway-websocket": "WebSocket API",
    "private-api": "Private API", "vpc-link": "VPC link", "function-url": "Function URL", "cloudfront": "CloudFront",
    "own-address": "Own HTTPS address", "vpc-peering": "VPC peering", "vpn-or-direct-connect": "VPN, Direct Connect",
    "private-aws-access": "Private access to AWS services",
}  # fmt: skip
"""Components of the kind `network`, without the service behind an endpoint; `own-address` is a door that is no component."""

UNITS = {
    "lambda": "Lambda function", "lambda-durable": "Durable function", "step-functions-lambda": "Step functions",
    "lambda-managed-instances": "Function instance", "lambda-microvm": "MicroVM", "lambda-web-function": "Web function",
    "ecs-fargate": "Fargate task", "batch-fargate": "Fargate job", "ecs-ec2": "EC2 machine", "batch-ec2": "EC2 machine",
    "ecs-managed-instances": "Managed instance", "batch-managed-instances": "Managed instance",
}  # fmt: skip
"""What carries the workload, by option."""

STARTERS = {
    "s3": "S3 event", "sqs": "SQS queue", "sqs-fifo": "SQS FIFO queue", "sns": "SNS topic", "kinesis": "Kinesis stream",
    "dynamodb-stream": "DynamoDB stream", "eventbridge": "EventBridge rule", "schedule": "Schedule", "iot": "IoT rule",
    "cloudwatch-logs": "Log subscription", "cognito": "Cognito trigger", "msk": "MSK records", "kafka": "Kafka records",
    "mq": "MQ messages", "documentdb": "DocumentDB stream", "step-functions": "State machine", "job-queue": "Job queue",
    "sdk": "Direct invocation",
}  # fmt: skip
"""What starts the work without calling over the network, by the fact `trigger`."""

_LONGEST = 26


def named(table: dict[str, str], name: str) -> str:
    """The name of something; what the table does not know is called by its id."""
    return table.get(name) or shortened(clean(name).replace("-", " ").strip() or "unnamed", _LONGEST)
