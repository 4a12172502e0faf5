import { SpiderGateError } from '../gateway/errors';

/** What Fastify itself refuses, in our words: its own may repeat parts of the request. */
export function toSpiderGateError(error: unknown, bodyLimit: number): SpiderGateError | null {
  if (error instanceof SpiderGateError) return error;
  if (typeof error !== 'object' || error === null) return null;
  const code = 'code' in error ? error.code : null;
  const status = 'statusCode' in error ? error.statusCode : null;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = `${Math.floor(bodyLimit / 1024 / 1024)} MiB`;
      return new SpiderGateError('request_too_large', `The request is larger than ${limit}.`);
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return badRequest('Send the body as JSON, with the header "content-type: application/json".', 415);
    case 'FST_ERR_BAD_URL':
      return badRequest('The path is not correctly percent-encoded.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return badRequest('The path is too long.', 414);
    default:
      return typeof status === 'number' && status >= 400 && status < 500
        ? badRequest('The request could not be read.', status)
        : null;
  }
}

function badRequest(message: string, status = 400): SpiderGateError {
  return new SpiderGateError('invalid_request_error', message, { status });
}
