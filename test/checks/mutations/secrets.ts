import { adds, inConfigMap, inContainer, type Mutation, type MutationClass, variable } from './mutation';

/** Made up, in the form that the provider documents. The parts are joined here, so that scanners ignore this file. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  GitHub: ['ghp', '_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  'fine-grained GitHub': ['github', '_pat_11ABCDEFG0abcdefghijkl_', 'a1B2c3D4'.repeat(7), 'xyz'],
  GitLab: ['glp', 'at-a1B2c3D4e5F6g7H8i9J0'],
  AWS: ['AKI', 'AQ3EGRIFDODAFK2LM'],
  Slack: ['xox', 'b-123456789012-1234567890123-a1B2c3D4e5F6g7H8'],
  'Slack webhook': ['https://hooks.slack', '.com/services/T01234567/B01234567/a1B2c3D4e5F6g7H8i9J0k1L2'],
  Google: ['AIz', 'aSyA1234567890abcdefghijklmnopqrstuv'],
  Stripe: ['sk_', 'live_51a1B2c3D4e5F6g7H8i9'],
  npm: ['np', 'm_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  Cloudflare: ['cfu', 't_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0abcd'],
  OpenAI: ['sk-', 'proj-a1B2c3D4e5F6g7H8i9J0'],
  Anthropic: ['sk-', 'ant-api03-a1B2c3D4e5F6g7H8i9J0'],
  'JSON Web': ['ey', 'JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'],
};

const PRIVATE_KEY = [
  '-----BEGIN RSA ',
  'PRIVATE KEY-----\nMIIEowIBAAKCAQEA7Q1x\n-----END RSA ',
  'PRIVATE KEY-----\n',
];

/** A value in an annotation of the Deployment. */
function annotation(name: string, value: string): Mutation {
  return {
    name,
    change: ({ find }) => {
      find('Deployment', 'web').metadata.annotations = { note: value };
    },
  };
}

/** An argument of the web server. */
function argument(value: string): Mutation {
  return {
    name: `the argument ${value}`,
    change: ({ container }) => {
      container('Deployment', 'web').args = [value];
    },
  };
}

export const SECRETS: MutationClass = {
  name: 'secrets in plain text',
  outages: [
    ...Object.entries(TOKENS).map(([name, parts]) =>
      annotation(`a ${name} token in an annotation`, parts.join('')),
    ),
    annotation('a token in a sentence', `rotated to ${TOKENS.GitHub?.join('')}, ask Ann`),
    inConfigMap('a private key', PRIVATE_KEY.join('')),
    inConfigMap('a token in a comment', `# old: ${TOKENS.GitLab?.join('')}\n`),
    inConfigMap('a password', 'user = shop\npassword = correct-h0rse\n'),
    inConfigMap('a password in YAML', 'database:\n  user: shop\n  password: "correct-h0rse"\n'),
    inConfigMap('a password in JSON', '{\n  "clientSecret": "c0rrect-horse",\n}\n'),
    inConfigMap('a connection string', 'Server=mail.example;User=shop;Password=correct-horse;\n'),
    inConfigMap('a password in a URL', 'cache: redis://:correct-horse@cache.example:6379/0\n'),
    variable('SMTP_PASSWORD', 'correct-horse'),
    variable('smtp.password', 'correct-horse'),
    variable('AWS_SECRET_ACCESS_KEY', 'correct/horse'),
    variable('SESSION_SECRET', '123456'),
    variable('CACHE', 'redis://:correct-horse@cache.example:6379'),
    variable('DATABASE_URL', 'postgres://shop:password@db.shop.svc:5432/orders'),
    argument('--smtp-password=correct-horse'),
    argument('export TOKEN=c0rrect-horse'),
    {
      name: 'a Secret that nobody declares, in a namespace of Kubernetes',
      change: ({ add, find }) => {
        const copy = structuredClone(find('Deployment', 'web'));
        copy.metadata.namespace = 'kube-system';
        copy.spec.template.spec.serviceAccountName = 'default';
        copy.spec.template.spec.containers[0].env = [
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 'web-key', key: 'key' } } },
        ];
        delete copy.spec.template.spec.containers[0].envFrom;
        copy.spec.template.spec.automountServiceAccountToken = false;
        add(copy);
      },
    },
    variable('PGPASSWORD', 'correct-horse'),
    variable('MYSQL_PWD', 'correct-horse'),
    variable('REDIS_AUTH', 'correct-horse'),
    variable('STRIPE_API_KEY', 'a1B2c3D4e5F6g7H8'),
    variable('ENCRYPTION_KEY', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='),
    variable('GPG_PASSPHRASE', 'correct horse battery'),
    variable('ADMIN_PASS', 'c0rrect-horse'),
    variable('AUTHORIZATION', ['Basic ', 'c2hvcDpjb3JyZWN0LWhvcnNl'].join('')),
    variable(
      'AZURE',
      `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${'a1B2c3D4'.repeat(10)}abcdef==`,
    ),
    inConfigMap(
      'a registry login',
      '{"auths": {"registry.example": {"auth": "c2hvcDpjb3JyZWN0LWhvcnNl"}}}\n',
    ),
    inConfigMap(
      'the key of a kubeconfig',
      `users:\n- user:\n    client-key-data: ${'LS0tLS1CRUdJTiBSU0Eg'.repeat(3)}\n`,
    ),
    inConfigMap(
      'an OpenSSH key',
      ['-----BEGIN OPENSSH ', 'PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n'].join(''),
    ),
    argument('curl -u shop:correct-horse https://api.example'),
    annotation(
      'a SendGrid token',
      ['SG', '.a1B2c3D4e5F6g7H8i9J0k1.L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g'].join(''),
    ),
    annotation(
      'a Discord webhook',
      'https://discord.com/api/webhooks/123456789012345678/a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g3H4',
    ),
    inContainer('a password as the next argument', (container) => {
      container.args = ['--password', 'correct-horse'];
    }),
    inContainer('a token in the header of a probe', ({ readinessProbe }) => {
      readinessProbe.httpGet.httpHeaders = [
        { name: 'Authorization', value: ['Bearer ', 'a1B2c3D4e5F6g7H8i9J0k1L2'].join('') },
      ];
    }),
    adds('a Secret with its data', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'web', namespace: 'shop' },
      stringData: { password: 'correct-horse' },
    }),
  ],
  sound: [
    variable('ALLOW_EMPTY_PASSWORD', 'no'),
    variable('CORS_ALLOW_CREDENTIALS', 'true'),
    variable('FETCH_CREDENTIALS', 'same-origin'),
    variable('PASSWORD_MIN_LENGTH', '12'),
    variable('TOKEN_TTL', '3600'),
    variable('SECRET_NAME', 'db'),
    variable('DB_SECRET', 'db-credentials'),
    variable('DB_PASSWORD_FILE', '/run/secrets/password'),
    variable('DB_PASSWORD', 'vault:secret/db#password'),
    variable('CSRF_TOKEN', 'X-CSRF-Token'),
    variable('NEXT_PUBLIC_API_KEY', 'shop-frontend'),
    variable('DB_PASSWORD', ''),
    variable('PASSWORD_COPY', '$(PASSWORD)'),
    variable('REDIS_PASSWORD', '$(PASSWORD)'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the program
    variable('TEMPLATE', 'postgres://${USER}:${PASSWORD}@db.shop.svc:5432/orders'),
    variable('EXPANDED', 'postgres://shop:$(PASSWORD)@db.shop.svc:5432/orders'),
    variable('MIRROR', 'oci://registry:tag@sha256:0f1e2d'),
    variable('REPOSITORY', 'ssh://git@git.example:2222/shop.git'),
    variable('ORIGINS', 'https://a.example:8443,https://b.example:8443'),
    variable(
      'PUBLIC_KEY',
      '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----',
    ),
    argument('--token-file=/run/secrets/token'),
    argument('--password=$(PASSWORD)'),
    argument('--tls-secret=shop-tls'),
    annotation(
      'a digest in an annotation',
      'sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
    ),
    annotation('the example of AWS', 'AKIAIOSFODNN7EXAMPLE'),
    annotation('a token of gaps', `ghp_${'x'.repeat(36)}`),
    inConfigMap(
      'a placeholder in a comment',
      '# url: postgres://user:password@host/db\n# password: <password>\n',
    ),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the program
    inConfigMap('a placeholder', 'password: <password>\ntoken: ${TOKEN}\nsecret = {{ .Secret }}\n'),
    inConfigMap('a setting of passwords', 'password_min_length: 12\nsecret_name: orders-2024\ntoken: true\n'),
    inConfigMap(
      'code that reads a password',
      'password = os.environ["PASSWORD"]\ntoken = readFile("/run/token1")\n',
    ),
    inConfigMap(
      'a path of a password',
      'password_file: /run/secrets/password1\nbearer_token_file: /run/token1\n',
    ),
    inConfigMap('an example of a key', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n'),
    inConfigMap('a call of curl', 'curl -fsS -u "$USER:$PASSWORD" https://api.example\n'),
    inConfigMap('words about authentication', 'Basic authentication is off. The Bearer token is optional.\n'),
    inConfigMap('a placeholder of a registry login', '{"auths": {"a": {"auth": "<base64>"}}}\n'),
    variable('AUTH_SCHEME', 'Bearer'),
    variable('TOKEN_URL', 'https://login.example/oauth/token'),
    variable('MAX_TOKENS', '4096'),
    variable('TOKENIZERS_PARALLELISM', 'false'),
    variable('PASSWORD_HASHER', 'argon2id'),
    variable('SECRETS_DIR', '/run/secrets'),
    variable('API_KEY_HEADER', 'X-Api-Key'),
    variable('AUTH_TYPE', 'password'),
    variable('SSH_KEY_TYPE', 'ed25519'),
    variable('PARTITION_KEY', 'tenantId'),
    variable('PUBLIC_KEY_ID', 'projects/shop/keys/1'),
    variable('PASSWORD_RESET_URL', 'https://shop.example/reset'),
    variable('JWT_EXPIRES_IN', '15m'),
    variable('KEYCLOAK_CLIENT_ID', 'shop'),
    variable('PASS_THROUGH_HEADERS', 'x-request-id'),
    variable('COMPASS_MODE', 'north'),
    variable('CACHE_KEY_PREFIX', 'shop:'),
    variable('ENABLE_PASSWORD_LOGIN', 'false'),
    annotation('a commit', '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c'),
    inConfigMap(
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2\n-----END CERTIFICATE-----\n',
    ),
    inConfigMap(
      'a rule of a proxy',
      'proxy_set_header Authorization $http_authorization;\nauth_basic "Login";\n',
    ),
    inConfigMap(
      'a schema of a password',
      '{"properties": {"password": {"type": "string", "minLength": 8}}}\n',
    ),
    inContainer('a password of a Secret as an argument', (container) => {
      container.args = ['--password', '$(PASSWORD)', '--password-file', '/run/secrets/db'];
    }),
  ],
};
