/** What a first call needs. `baseUrl` ends in `/v1`. */
export interface SnippetInput {
  readonly baseUrl: string;
  readonly token: string;
  readonly model: string;
}

export function writeCurl({ baseUrl, token, model }: SnippetInput): string {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello' }] });
  return [
    `curl ${baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    '  -H "Content-Type: application/json" \\',
    // A quote inside a single-quoted word of the shell: end it, an escaped quote, begin again.
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join('\n');
}

export function writePython({ baseUrl, token, model }: SnippetInput): string {
  return [
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${baseUrl}", api_key="${token}")`,
    'answer = client.chat.completions.create(',
    `    model="${model}",`,
    '    messages=[{"role": "user", "content": "Say hello"}],',
    ')',
    'print(answer.choices[0].message.content)',
  ].join('\n');
}

export function writeEnvironment({ baseUrl, token }: SnippetInput): string {
  return [`export OPENAI_BASE_URL="${baseUrl}"`, `export OPENAI_API_KEY="${token}"`].join('\n');
}

/** The address that goes into a tool, from the address the gateway listens on. */
export function writeBaseUrl(gatewayUrl: string): string {
  return `${gatewayUrl.replace(/\/+$/, '')}/v1`;
}

/** `http://127.0.0.1:7743` → `127.0.0.1:7743`. */
export function shortenUrl(gatewayUrl: string): string {
  return gatewayUrl.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
