import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router-dom';
import { ProblemError } from './api';
import { useAppearance, useStillness } from './appearance';
import { componentTexts } from './i18n';
import { ProofDialog } from './parts/proof-dialog';
import { ShortcutsProvider } from './parts/shortcuts';
import { router } from './routes';
import { themeOf } from './theme';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the service refused it refuses again; only a lost connection is tried once more.
      retry: (failures, error) =>
        failures < 1 && error instanceof ProblemError && error.problem.code === 'NETWORK',
    },
  },
});

/** The whole console: language, look, data and pages. */
export function Console() {
  const { i18n } = useTranslation();
  const texts = componentTexts(i18n.language);
  const appearance = useAppearance();
  const isStill = useStillness();
  const theme = useMemo(() => themeOf(appearance, isStill), [appearance, isStill]);
  useEffect(() => {
    document.documentElement.dataset['appearance'] = appearance;
  }, [appearance]);
  return (
    <ConfigProvider
      {...(texts && { locale: texts })}
      theme={theme}
      button={{ autoInsertSpace: false }}
    >
      <App className="console">
        <QueryClientProvider client={client}>
          <ShortcutsProvider>
            <RouterProvider router={router} />
            <ProofDialog />
          </ShortcutsProvider>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
