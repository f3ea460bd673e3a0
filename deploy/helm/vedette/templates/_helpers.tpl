{{- define "vedette.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "vedette.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "vedette.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "vedette.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "vedette.selector" -}}
app.kubernetes.io/name: {{ include "vedette.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "vedette.labels" -}}
{{ include "vedette.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "vedette.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "vedette.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The role's name in object names: detectGpu is detect-gpu. */}}
{{- define "vedette.roleName" -}}
{{- kebabcase . -}}
{{- end -}}

{{/* The program's command of a role. */}}
{{- define "vedette.command" -}}
{{- if eq . "detectGpu" -}}detect{{- else -}}{{ . }}{{- end -}}
{{- end -}}

{{/* A role's values over the defaults: (dict "root" $ "role" "ingest"), as YAML. */}}
{{- define "vedette.role" -}}
{{- $own := index .root.Values.roles .role -}}
{{- mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy $own) | toYaml -}}
{{- end -}}

{{- define "vedette.image" -}}
{{- $image := mergeOverwrite (deepCopy .root.Values.image) (default dict .values.image) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository (default .root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The secret of a role's Kafka user; empty where there is none. */}}
{{- define "vedette.kafkaUser" -}}
{{- $users := .root.Values.kafka.users -}}
{{- if ne .root.Values.kafka.authentication "none" -}}
{{- $own := default (index $users "default") (index $users .role) -}}
{{- required (printf "kafka.users.%s: expected the secret of the role's Kafka user, or kafka.users.default" .role) $own -}}
{{- end -}}
{{- end -}}

{{/* The settings file of a role. */}}
{{- define "vedette.settings" -}}
{{- $root := .root -}}
{{- $kafka := dict -}}
{{- if ne .role "up" -}}
{{- $_ := set $kafka "bootstrap.servers" (required "kafka.bootstrapServers: expected Kafka's servers, as kafka-bootstrap:9092" $root.Values.kafka.bootstrapServers) -}}
{{- $encrypted := ne $root.Values.kafka.authoritiesSecret "" -}}
{{- if $encrypted -}}
{{- $_ := set $kafka "ssl.truststore.location" "/run/secrets/kafka-authorities/ca.p12" -}}
{{- $_ := set $kafka "ssl.truststore.type" "PKCS12" -}}
{{- $_ := set $kafka "ssl.truststore.password" "${file:/run/secrets/kafka-authorities/ca.password}" -}}
{{- $_ := set $kafka "security.protocol" "SSL" -}}
{{- end -}}
{{- if eq $root.Values.kafka.authentication "scram" -}}
{{- $_ := set $kafka "security.protocol" (ternary "SASL_SSL" "SASL_PLAINTEXT" $encrypted) -}}
{{- $_ := set $kafka "sasl.mechanism" $root.Values.kafka.scramMechanism -}}
{{- $_ := set $kafka "sasl.jaas.config" "${file:/run/secrets/kafka-user/sasl.jaas.config}" -}}
{{- else if eq $root.Values.kafka.authentication "tls" -}}
{{- $_ := set $kafka "security.protocol" "SSL" -}}
{{- $_ := set $kafka "ssl.keystore.location" "/run/secrets/kafka-user/user.p12" -}}
{{- $_ := set $kafka "ssl.keystore.type" "PKCS12" -}}
{{- $_ := set $kafka "ssl.keystore.password" "${file:/run/secrets/kafka-user/user.password}" -}}
{{- end -}}
{{- end -}}
{{- $kafka = mergeOverwrite $kafka (deepCopy $root.Values.kafka.properties) -}}
{{- $ours := dict "http" (dict "host" "0.0.0.0" "port" ($root.Values.http.port | int) "token" "${file:/run/secrets/http/token}") "log" (dict "format" "json") -}}
{{- if $kafka -}}{{- $_ := set $ours "kafka" $kafka -}}{{- end -}}
{{- if eq .role "console" -}}
{{- $_ := set $ours "data" "/data" -}}
{{- $console := dict "host" "0.0.0.0" "port" (.values.port | int) "login" (dict "proxies" .values.proxies) -}}
{{- if .values.database.url -}}
{{- $_ := set $console "database" .values.database.url -}}
{{- $_ := set $console "database-user" "${file:/run/secrets/database/username}" -}}
{{- $_ := set $console "database-password" "${file:/run/secrets/database/password}" -}}
{{- end -}}
{{- $_ := set $ours "console" $console -}}
{{- end -}}
{{- mergeOverwrite $ours (deepCopy $root.Values.settings) (deepCopy (default dict .values.settings)) | toYaml -}}
{{- end -}}

{{/* Whether a role has state of its own in a volume. */}}
{{- define "vedette.isStored" -}}
{{- if or (eq .role "up") (and (eq .role "console") (not .values.database.url)) -}}true{{- end -}}
{{- end -}}

{{/* Whether KEDA sets a role's replicas. */}}
{{- define "vedette.isScaled" -}}
{{- $scaling := index .root.Values.scaling .role -}}
{{- if and $scaling $scaling.enabled -}}true{{- end -}}
{{- end -}}

{{- define "vedette.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Health is open; readiness asks whether the process lives, since a camera or a broker that is away is no reason to take it out. The console is ready once it listens. */}}
{{- define "vedette.probes" -}}
startupProbe:
  httpGet: {path: /health/live, port: http}
  periodSeconds: 5
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  {{- if eq . "console" }}
  tcpSocket: {port: console}
  {{- else }}
  httpGet: {path: /health/live, port: http}
  {{- end }}
  periodSeconds: 10
  timeoutSeconds: 5
{{- end -}}

{{/* Where a role's settings, secrets and folders are. */}}
{{- define "vedette.mounts" -}}
- {name: settings, mountPath: /etc/vedette, readOnly: true}
- {name: tmp, mountPath: /tmp}
- {name: data, mountPath: /data}
- {name: http, mountPath: /run/secrets/http, readOnly: true}
{{- if and (ne .role "up") .root.Values.kafka.authoritiesSecret }}
- {name: kafka-authorities, mountPath: /run/secrets/kafka-authorities, readOnly: true}
{{- end }}
{{- if .user }}
- {name: kafka-user, mountPath: /run/secrets/kafka-user, readOnly: true}
{{- end }}
{{- if and (eq .role "console") .values.database.url }}
- {name: database, mountPath: /run/secrets/database, readOnly: true}
{{- end }}
{{- range .root.Values.secrets }}
- {name: secret-{{ .name }}, mountPath: /run/secrets/{{ .name }}, readOnly: true}
{{- end }}
{{- with .values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}
