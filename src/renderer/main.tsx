import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app';
import { AppServicesProvider } from './lib/app-context';
import { createWallClock } from './lib/clock';
import { messages } from './lib/messages';
import { createReplica } from './lib/replica';
import { createThemeControl } from './lib/theme';
import './styles/app.css';

// The content security policy forbids compiled schemas, and trying to compile one would be reported as a violation.
z.config({ jitless: true });

const bridge = window.spidergate;
const clock = createWallClock(1_000);
const theme = createThemeControl(bridge, document.documentElement);
const replica = createReplica(bridge, () => Date.now());

document.documentElement.lang = messages.locale;
theme.follow();
bridge.onEvents(replica.applyBatch);
void replica.refreshAll();
// No events come while the window is hidden; whatever happened meanwhile is read afresh.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void replica.refreshAll();
});

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <AppServicesProvider services={{ bridge, replica, clock, theme }}>
      <App />
    </AppServicesProvider>
  </StrictMode>,
);
