import type { Storage } from '../storage/types';
import { notFound } from './refusals';
import type { RequestService } from './types';

/** Reads the request log. */
export function createRequestService({ storage }: { readonly storage: Storage }): RequestService {
  return {
    list: (request) => storage.log.list(request),
    async get(id) {
      const detail = await storage.log.get(id);
      if (!detail) throw notFound('request', id);
      return detail;
    },
  };
}
