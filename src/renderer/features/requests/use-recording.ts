import { useEffect, useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { RequestRecording } from '../../../shared/domain/recording';
import type { RequestDetail } from '../../../shared/domain/request';
import { useApp, useResource } from '../../lib/app-context';
import { settle } from '../../lib/settle';

/** Both `null`: there is none. */
export interface LoadedRecording {
  readonly value: RequestRecording | null;
  readonly error: ApiError | null;
}

const NONE: LoadedRecording = { value: null, error: null };

/** Lives in this window only as long as somebody looks at it. */
export function useRecording(detail: RequestDetail | null): LoadedRecording {
  const { bridge, replica } = useApp();
  const state = useResource(replica.recordings).value;
  const [recording, setRecording] = useState(NONE);
  const id = detail?.recorded === true ? detail.id : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it can be read, or is gone, when these have changed
  useEffect(() => {
    let isCurrent = true;
    if (id === null) setRecording(NONE);
    else {
      void settle(bridge.recordings.get({ id })).then((result) => {
        if (!isCurrent) return;
        if (result.ok) setRecording({ value: result.value, error: null });
        else setRecording(result.error.code === 'not_found' ? NONE : { value: null, error: result.error });
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [bridge, id, state?.count, state?.possible]);

  return recording;
}
