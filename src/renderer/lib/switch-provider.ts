import { toast } from 'sonner';
import type { ApiError } from '../../shared/domain/event';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { AppServices } from './app-context';
import { messages } from './messages';
import { settle } from './settle';

type Needs = Pick<AppServices, 'bridge' | 'replica'>;

/** Switches a provider on or off from the next request on; off can be undone. Gives why it was refused. */
export async function switchProvider(
  needs: Needs,
  { id, name }: Pick<ProviderSummary, 'id' | 'name'>,
  enabled: boolean,
): Promise<ApiError | null> {
  const { bridge, replica } = needs;
  const result = await settle(bridge.providers.update({ id, enabled }));
  if (!result.ok) return result.error;
  replica.providers.patch((all) => all.map((other) => (other.id === id ? result.value : other)));
  if (!enabled) {
    const onClick = () => void switchProvider(needs, { id, name }, true);
    toast(messages.providers.switchedOff(name), { action: { label: messages.actions.undo, onClick } });
  }
  return null;
}
