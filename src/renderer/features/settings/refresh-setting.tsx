import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import { Button } from '../../components/button';
import { ErrorNote } from '../../components/notes';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { Setting } from './setting';

const words = messages.requestSettings;

/** Asks for the lists of models now, instead of waiting for the next time. */
export function RefreshSetting() {
  const { bridge } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function refresh(): Promise<void> {
    setBusy(true);
    const answer = await settle(bridge.catalog.refresh());
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    const { asked, failed } = answer.value;
    toast(failed === 0 ? words.refreshed(asked) : words.refreshedPartly(asked, failed));
  }

  return (
    <Setting title={words.refresh} lead={words.refreshLead} note={<ErrorNote error={failure} />}>
      <Button busy={isBusy} onClick={() => void refresh()}>
        {!isBusy && <RefreshCw aria-hidden />}
        {words.refreshAction}
      </Button>
    </Setting>
  );
}
