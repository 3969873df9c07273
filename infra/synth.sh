#!/bin/sh
# Runs the CDK app as `./mvnw package` left it; cdk.json calls this in its own directory. Nothing is built or fetched
# here, so that a synth takes seconds and needs no network. The JDK is the one that Maven built with: the `java` of the
# PATH may be older than the app.
built="$(dirname "$0")/target/app"
if [ ! -f "$built" ]; then
  echo "The CDK app is not built. Run: ./mvnw -DskipTests package" >&2
  exit 1
fi
{ IFS= read -r java && IFS= read -r class_path; } < "$built"
exec "$java" -cp "$class_path" io.ivsorchestrator.infra.OrchestratorApp
