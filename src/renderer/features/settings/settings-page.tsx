import { useRef } from 'react';
import { LoadedView } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { AboutSettings } from './about/about-settings';
import { BackupSettings } from './backup/backup-settings';
import { NotificationSettings } from './desktop/notification-settings';
import { GeneralSettings } from './general-settings';
import { NetworkSettings } from './network-settings';
import { OriginSettings } from './origin-settings';
import { RequestSettings } from './request-settings';
import { Section } from './section';
import { SectionList } from './section-list';
import { SourcesSettings } from './sources-settings';
import { VaultSettings } from './vault/vault-settings';

/** Everything on one page that scrolls, with a list of its sections at the side. */
export function SettingsPage() {
  const { replica } = useApp();
  const scroller = useRef<HTMLElement>(null);
  const status = useResource(replica.status);
  const settings = useResource(replica.settings);
  return (
    <main ref={scroller} className="h-full overflow-y-auto" aria-label={messages.nav.settings}>
      <div className="mx-auto flex max-w-[1120px] items-start gap-8 px-6 pt-5 pb-8">
        <div className="sticky top-5 w-44 shrink-0">
          <h1 className="mb-3 px-2 text-title font-semibold">{messages.nav.settings}</h1>
          <SectionList scroller={scroller} />
        </div>
        <div className="flex min-w-0 max-w-[720px] grow flex-col gap-8">
          <LoadedView loaded={settings} onRetry={() => void replica.refreshAll()}>
            {(value) => (
              <>
                <Section id="general">
                  <GeneralSettings settings={value} status={status.value} />
                </Section>
                <Section id="notifications">
                  <NotificationSettings />
                </Section>
                <Section id="privacy">
                  <RequestSettings settings={value} />
                  <OriginSettings />
                </Section>
                <Section id="sources">
                  <SourcesSettings />
                </Section>
                <Section id="vault">
                  {status.value !== null && <VaultSettings vault={status.value.vault} settings={value} />}
                </Section>
                <Section id="backup">
                  <BackupSettings />
                </Section>
                <Section id="network">
                  <NetworkSettings settings={value} />
                </Section>
              </>
            )}
          </LoadedView>
          <Section id="about">
            <AboutSettings status={status.value} />
          </Section>
        </div>
      </div>
    </main>
  );
}
