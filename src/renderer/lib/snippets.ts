/** What a first call needs. `baseUrl` ends in `/v1`. */
export interface SnippetInput {
  readonly baseUrl: string;
  readonly token: string;
  readonly model: string;
}

/** Stands where the token comes, until there is one. */
export const TOKEN_PLACE = 'spideriq_pat_…';

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
    `client = OpenAI(base_url=${quote(baseUrl)}, api_key=${quote(token)})`,
    'answer = client.chat.completions.create(',
    `    model=${quote(model)},`,
    '    messages=[{"role": "user", "content": "Say hello"}],',
    ')',
    'print(answer.choices[0].message.content)',
  ].join('\n');
}

export function writeJavaScript({ baseUrl, token, model }: SnippetInput): string {
  return [
    'import OpenAI from "openai";',
    '',
    `const client = new OpenAI({ baseURL: ${quote(baseUrl)}, apiKey: ${quote(token)} });`,
    'const answer = await client.chat.completions.create({',
    `  model: ${quote(model)},`,
    '  messages: [{ role: "user", content: "Say hello" }],',
    '});',
    'console.log(answer.choices[0].message.content);',
  ].join('\n');
}

export function writeAiSdk({ baseUrl, token, model }: SnippetInput): string {
  return [
    'import { createOpenAICompatible } from "@ai-sdk/openai-compatible";',
    'import { generateText } from "ai";',
    '',
    'const spidergate = createOpenAICompatible({',
    '  name: "spidergate",',
    `  baseURL: ${quote(baseUrl)},`,
    `  apiKey: ${quote(token)},`,
    '});',
    'const { text } = await generateText({',
    `  model: spidergate(${quote(model)}),`,
    '  prompt: "Say hello",',
    '});',
    'console.log(text);',
  ].join('\n');
}

/** An entry of the list `models` in Continue's config.yaml. */
export function writeContinue({ baseUrl, token, model }: SnippetInput): string {
  return [
    'models:',
    '  - name: SpiderGate',
    '    provider: openai',
    `    model: ${model}`,
    `    apiBase: ${baseUrl}`,
    `    apiKey: ${token}`,
  ].join('\n');
}

export function writeOpenCode({ baseUrl, token, model }: SnippetInput): string {
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    name: 'SpiderGate',
    options: { baseURL: baseUrl, apiKey: token },
    models: { [model]: {} },
  };
  const config = { $schema: 'https://opencode.ai/config.json', provider: { spidergate: provider } };
  return JSON.stringify(config, null, 2);
}

/** Aider wants the kind of service in front of the model's name. */
export function writeAider({ baseUrl, token, model }: SnippetInput): string {
  return [
    `export OPENAI_API_BASE="${baseUrl}"`,
    `export OPENAI_API_KEY="${token}"`,
    `aider --model openai/${model}`,
  ].join('\n');
}

export function writeEnvironment({ baseUrl, token }: SnippetInput): string {
  return [`export OPENAI_BASE_URL="${baseUrl}"`, `export OPENAI_API_KEY="${token}"`].join('\n');
}

/** A text of JSON is one of Python and of JavaScript as well. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** The address that goes into a tool, from the address the gateway listens on. */
export function writeBaseUrl(gatewayUrl: string): string {
  return `${gatewayUrl.replace(/\/+$/, '')}/v1`;
}

/** `http://127.0.0.1:7743` → `127.0.0.1:7743`. */
export function shortenUrl(gatewayUrl: string): string {
  return gatewayUrl.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
