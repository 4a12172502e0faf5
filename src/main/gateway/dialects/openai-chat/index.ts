import type { Dialect } from '../../chat';
import { parseChatRequest } from './parse-request';
import { readAnswer, readChunk } from './read-upstream';
import { toUpstreamBody } from './to-upstream';

export const openaiChat: Dialect = {
  name: 'openai-chat',
  path: '/chat/completions',
  parse: parseChatRequest,
  toUpstream: toUpstreamBody,
  readAnswer,
  readChunk,
};
