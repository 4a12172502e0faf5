import type { RequestRecording } from '../../../shared/domain/recording';
import type { RequestDetail } from '../../../shared/domain/request';

interface CurlInput {
  readonly baseUrl: string;
  readonly detail: Pick<RequestDetail, 'requested' | 'stream' | 'dialect'>;
  readonly recording: RequestRecording | null;
}

/** The same request again, for a shell. Its token is never known here: it comes from the environment. */
export function writeRequestCurl({ baseUrl, detail, recording }: CurlInput): string {
  const isEmbedding = detail.dialect.includes('embed');
  const body =
    recording === null || recording.request.cut ? makeUp(detail, isEmbedding) : recording.request.body;
  return [
    `curl ${baseUrl}/${isEmbedding ? 'embeddings' : 'chat/completions'} \\`,
    '  -H "Authorization: Bearer $SPIDERGATE_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    // A quote inside a single-quoted word of the shell: end it, an escaped quote, begin again.
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join('\n');
}

function makeUp({ requested, stream }: CurlInput['detail'], isEmbedding: boolean): string {
  if (isEmbedding) return JSON.stringify({ model: requested, input: 'Say hello' });
  return JSON.stringify({
    model: requested,
    messages: [{ role: 'user', content: 'Say hello' }],
    ...(stream ? { stream } : {}),
  });
}
