import type { Mutation, MutationClass } from './mutation';

/** A file in a ConfigMap. */
function file(key: string, what: string, ...lines: readonly string[]): Mutation {
  return {
    name: `${key} with ${what}`,
    change: ({ find }) => {
      find('ConfigMap', 'web-settings').data[key] = `${lines.join('\n')}\n`;
    },
  };
}

/** A reference to a variable of a shell. */
function of(name: string): string {
  return `$\{${name}}`;
}

export const CONFIG_FILES: MutationClass = {
  name: 'configuration files',
  outages: [
    file('prometheus.yml', 'a tab', 'global:', '\tscrape_interval: 30s'),
    file(
      'prometheus.yml',
      'a tab and a replacement',
      'scrape_configs:',
      '  - relabel_configs:',
      `\t- replacement: ${of('1')}:9100`,
    ),
    file('app.yaml', 'a colon in a value', 'greeting: hello: world'),
    file('app.yaml', 'another indentation', 'database:', '    host: db', '  port: 5432'),
    file('app.yaml', 'a quote that is not closed', 'name: "shop', 'theme: dark'),
    file('app.yaml', 'a bracket that is not closed', 'hosts: [a, b', 'theme: dark'),
    file('app.yaml', 'an unquoted asterisk', 'host: *.shop.example'),
    file('app.yaml', 'a value in place of a key', 'theme: dark', 'size'),
    file(
      'rules.yaml',
      'a tab beside the labels of an alert',
      'groups:',
      '  - name: shop',
      '\trules: []',
      '    # {{ $labels.job }}',
    ),
    file('dashboard.json', 'a trailing comma', '{', '  "title": "Shop",', '}'),
    file('dashboard.json', 'a trailing comma beside a legend', '{', '  "legendFormat": "{{job}}",', '}'),
    file('dashboard.json', 'a missing comma', '{', '  "title": "Shop"', '  "id": 1', '}'),
    file('dashboard.json', 'single quotes', "{ 'title': 'Shop' }"),
    file('dashboard.json', 'a missing brace', '{ "title": "Shop"'),
    file('app.json', 'a missing comma beside a variable', `{ "host": "${of('HOST')}" "port": 80 }`),
    file('app.JSON', 'YAML', 'theme: dark'),
  ],
  sound: [
    file('app.yaml', 'several documents', 'a: 1', '---', 'b: 2'),
    file(
      'app.yaml',
      'tags of the program',
      'password: !vault db',
      'list: !reference [a, b]',
      'sum: !Sub "a"',
    ),
    file('app.yaml', 'repeated keys', 'a: 1', 'a: 2'),
    file('app.yaml', 'anchors', 'base: &base { a: 1 }', 'own:', '  <<: *base'),
    file('app.yml', 'comments only', '# nothing'),
    file('app.yaml', 'a list', '- a', '- { b: [1, 2] }'),
    file('app.yaml', 'Windows line ends', 'a: 1\r', 'b: 2\r'),
    file('app.yaml', 'a block of Go', 'a: {{ .Values.a }}', '{{- if .Values.b }}', 'b: 1', '{{- end }}'),
    file('app.yaml', 'expressions of Go', 'a: {{ .Values.a }}: x', '{{ .Values.key }}: y'),
    file('app.yaml', 'a line that is an expression', 'a: 1', '{{ .Values.block }}', 'b: 2'),
    file('app.yaml', 'an indented block', 'a:', '{{ toYaml .Values.a | indent 2 }}', 'b: 2'),
    file('app.yaml', 'variables of a shell', `a: ${of('A:-1')}`, `${of('KEY')}: ${of('VALUE')}`, 'b: $B'),
    file('app.yaml', 'Jinja', '{% for host in hosts %}', '- {{ host }}', '{% endfor %}'),
    file('app.yaml', 'placeholders', 'a: @HOST@', 'b: %PORT%'),
    file('rules.yaml', 'labels of an alert', 'summary: "{{ $labels.job }} is down: {{ $value }}"'),
    file('app.json', 'a value', '{ "a": [1, true, null, "x"] }'),
    file('app.json', 'one value on each line', '{ "a": 1 }', '{ "a": 2 }'),
    file('app.json', 'comments', '{', '  // the theme', '  "theme": "dark",', '}'),
    file(
      'app.json',
      'expressions',
      `{ "a": {{ .Values.a }}, "b": "{{ index .Values "b" }}", "c": ${of('C')} }`,
    ),
    file('app.json', 'a block', '{ "a": 1{{ if .b }}, "b": 2{{ end }} }'),
    file('app.json', 'a placeholder', '{ "port": __PORT__, "size": @SIZE@ }'),
    file(
      'dashboard.json',
      'legends and variables',
      '{ "legendFormat": "{{job}}", "expr": "up{job=\\"$job\\"}" }',
    ),
    file('settings.conf', 'another format', 'theme = dark', '\tsize = {'),
    file('app.toml', 'another format', '[a]', 'b = 1'),
    file('template.yaml.tpl', 'another format', 'a: {{ if }}', '\tb'),
    file('empty.json', 'nothing'),
  ],
};
