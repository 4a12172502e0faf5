import { Plug } from 'lucide-react';
import { useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { ProviderProbe } from '../../../shared/domain/provider';
import { providerProbeRequest } from '../../../shared/ipc/providers';
import { Button } from '../../components/button';
import { Note } from '../../components/notes';
import { useApp } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { formatDuration } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import type { CustomProviderValues } from './custom-provider';

const words = messages.providers;

interface ProbeButtonProps {
  readonly form: UseFormReturn<CustomProviderValues>;
  /** Shows a message at the field of this name; false: there is none. */
  readonly onFailure: (field: string | null, message: string) => boolean;
}

interface Found {
  readonly host: string;
  readonly probe: ProviderProbe;
}

/** Asks the address before anything is added, and fills in the models it names. */
export function ProbeButton({ form, onFailure }: ProbeButtonProps) {
  const { bridge } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);

  async function look(): Promise<void> {
    setFound(null);
    const { base_url, auth, key } = form.getValues();
    const secret = auth === 'bearer' && key.trim() !== '' ? { api_key: key.trim() } : {};
    const request = { base_url: base_url.trim(), auth, ...secret };
    const issue = providerProbeRequest.safeParse(request).error?.issues[0];
    if (issue !== undefined) {
      onFailure('base_url', describeIssue(issue));
      return;
    }
    setBusy(true);
    const result = await settle(bridge.providers.probe(request));
    setBusy(false);
    if (!result.ok) {
      onFailure('base_url', result.error.message);
      return;
    }
    form.clearErrors('base_url');
    setFound({ host: new URL(request.base_url).host, probe: result.value });
    if (result.value.models.length > 0) form.setValue('models', result.value.models.join('\n'));
  }

  return (
    <div className="flex flex-col items-start gap-2">
      <Button busy={isBusy} onClick={() => void look()}>
        {!isBusy && <Plug aria-hidden />}
        {isBusy ? words.probing : words.probe}
      </Button>
      {found !== null && (
        <Note tone={found.probe.ok ? 'ok' : 'warn'} className="w-full">
          {describe(found)}
        </Note>
      )}
    </div>
  );
}

function describe({ host, probe }: Found): string {
  if (!probe.ok) return probe.message;
  const took = formatDuration(probe.latency_ms);
  return probe.models.length === 0
    ? words.foundNone(host, took)
    : words.found(host, probe.models.length, took);
}
