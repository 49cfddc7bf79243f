import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router-dom';
import { Frame } from './frame';
import { Failure } from './pages/failure';
import { NotFound } from './pages/not-found';

type PageModule = Promise<Readonly<Record<string, ComponentType>>>;

/** A page whose code is loaded when it is first opened. */
const page = (path: string, load: () => PageModule): RouteObject => ({
  path,
  lazy: async () => {
    const [Component] = Object.values(await load());
    if (Component === undefined) throw new Error(`no page at ${path}`);
    return { Component };
  },
});

export const router = createBrowserRouter([
  {
    errorElement: <Failure />,
    HydrateFallback: () => null,
    children: [
      { path: '/', element: <Navigate to="/console" replace /> },
      page('/sign-in', () => import('./pages/sign-in')),
      page('/set-up', () => import('./pages/set-up')),
      page('/activate', () => import('./pages/activate')),
      {
        path: '/console',
        element: <Frame />,
        children: [
          {
            errorElement: <Failure />,
            children: [
              { index: true, element: <Navigate to="/console/workspace" replace /> },
              page('workspace', () => import('./pages/workspace')),
              page('ledger', () => import('./pages/books')),
              page('ledger/:book/accounts', () => import('./pages/accounts')),
              page('ledger/:book/journals', () => import('./pages/journals')),
              page('ledger/:book/computations', () => import('./pages/computations')),
              page('ledger/:book/periods', () => import('./pages/periods')),
              page('ledger/:book/voucher', () => import('./pages/voucher')),
              page('ledger/:book/requests/:request', () => import('./pages/posting-request')),
              page('todo', () => import('./pages/to-do')),
              page('done', () => import('./pages/done')),
              page('approvals/:id', () => import('./pages/approval')),
              page('organizations', () => import('./pages/organizations')),
              page('organizations/:id', () => import('./pages/organization')),
              page('honours', () => import('./pages/honours')),
              page('cases', () => import('./pages/cases')),
              page('cases/:id', () => import('./pages/case')),
              page('cases/:id/recoveries', () => import('./pages/recoveries')),
              page('cases/:id/earmarking', () => import('./pages/earmarking')),
              page('publication', () => import('./pages/publication')),
              page('ageing', () => import('./pages/ageing')),
              page('write-offs', () => import('./pages/write-offs')),
              page('clearing', () => import('./pages/clearing')),
              page('damage-fund', () => import('./pages/damage-fund')),
              page('damage-fund/:id', () => import('./pages/damage-case')),
              page('restoration-plans/:id', () => import('./pages/restoration-plan')),
              page('advances', () => import('./pages/advances')),
              page('advances/new', () => import('./pages/advance-new')),
              page('advances/:id', () => import('./pages/advance')),
              page('awards', () => import('./pages/awards')),
              page('awards/:id', () => import('./pages/award')),
              page('payment-orders', () => import('./pages/payment-orders')),
              page('payment-orders/new', () => import('./pages/payment-order-new')),
              page('payment-orders/:id', () => import('./pages/payment-order')),
              page('receipts', () => import('./pages/receipts')),
              page('bank', () => import('./pages/bank-lines')),
              page('bank/import', () => import('./pages/bank-import')),
              page('bank/match', () => import('./pages/bank-match')),
              page('bank/match/several', () => import('./pages/bank-match-several')),
              page('bank/profiles', () => import('./pages/bank-profiles')),
              page('bank/reconciliation', () => import('./pages/bank-reconciliation')),
              page('delegations', () => import('./pages/delegations')),
              page('meetings', () => import('./pages/meetings')),
              page('meetings/new', () => import('./pages/meeting-new')),
              page('meetings/:id', () => import('./pages/meeting')),
              page('meetings/:id/edit', () => import('./pages/meeting-edit')),
              page('legal-teams', () => import('./pages/legal-teams')),
              page('legal-teams/:id', () => import('./pages/legal-team')),
              page('service-agreements/:id', () => import('./pages/service-agreement')),
              page('training', () => import('./pages/training')),
              page('audit', () => import('./pages/audit-trail')),
              page('seals', () => import('./pages/seals')),
              page('policies', () => import('./pages/policies')),
              page('budget', () => import('./pages/budget')),
              page('calendar', () => import('./pages/calendar')),
              page('queue', () => import('./pages/queue')),
              page('notices', () => import('./pages/notices')),
              page('people', () => import('./pages/people')),
              page('account', () => import('./pages/account')),
              page('api-keys', () => import('./pages/api-keys')),
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
]);
