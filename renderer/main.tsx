import './engine-client/zod-without-eval.ts';
import '@mantine/core/styles.css';
import './ui/base.css';
import './ui/screens.css';
import './ui/review.css';
import './ui/project.css';
import './ui/report.css';
import './ui/night.css';
import './ui/export.css';
import './ui/evaluation.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createQueryClient } from './engine-client/index.ts';
import { LastResort } from './last-resort.tsx';
import { LOCALE, styleNonce, theme } from './ui/index.ts';

// A file dropped beside a drop target must not replace the window.
for (const kind of ['dragover', 'drop'] as const)
  window.addEventListener(kind, (event) => event.preventDefault());

document.documentElement.lang = LOCALE;
const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id “root”.');
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
    <QueryClientProvider client={createQueryClient()}>
      <LastResort>
        <App />
      </LastResort>
    </QueryClientProvider>
  </MantineProvider>,
);
