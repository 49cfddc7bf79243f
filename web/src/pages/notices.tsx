import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NOTICE_KINDS, NOTICE_STATES, type Notice } from '../api-types';
import { type Column, DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters } from '../parts/filters';
import { Instant } from '../parts/instant';
import { NoticeStateTag } from '../parts/notice-state';
import { NoticeText } from '../parts/notice-text';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { RowAct } from '../parts/row-act';
import { useUrlParameters } from '../parts/url-parameters';
import { may, useSession } from '../session';

const PATH = '/api/v1/notices';

/** What one was told; for whoever looks after notices how far those of the bureau came. */
export function NoticesPage() {
  const { t } = useTranslation();
  const { get, set } = useUrlParameters();
  const looksAfter = may.lookAfterNotices(useSession());
  const [refused, setRefused] = useState<unknown>();
  const [opened, setOpened] = useState<Notice>();
  const isMine = !looksAfter || get('mine') === 'true';
  return (
    <PageShell title={t('notice.title')}>
      <p>{t(isMine ? 'notice.aboutMine' : 'notice.about')}</p>
      {refused !== undefined && <ProblemNotice problem={problemOfError(refused)} />}
      <Filters>
        {looksAfter && (
          <Segmented
            aria-label={t('notice.whose')}
            value={isMine ? 'mine' : 'bureau'}
            options={(['bureau', 'mine'] as const).map((value) => ({
              value,
              label: t(`notice.whoseOf.${value}`),
            }))}
            onChange={(value) => {
              set({ mine: value === 'mine' ? 'true' : undefined, cursor: undefined });
            }}
          />
        )}
        <ChoiceFilter
          name="state"
          label={t('notice.state')}
          choices={NOTICE_STATES.map((value) => ({ value, label: t(`notice.stateOf.${value}`) }))}
        />
        <ChoiceFilter
          name="kind"
          label={t('notice.kind')}
          choices={NOTICE_KINDS.map((value) => ({ value, label: t(`notice.kindOf.${value}`) }))}
        />
      </Filters>
      <DataTable<Notice>
        key={String(isMine)}
        label={t('notice.title')}
        path={PATH}
        filters={['state', 'kind']}
        fixed={{ mine: String(isMine) }}
        keyOf={({ id }) => id}
        {...(isMine && { onOpen: setOpened })}
        columns={useColumns(isMine, setRefused)}
      />
      <NoticeText
        notice={opened}
        onClose={() => {
          setOpened(undefined);
        }}
      />
    </PageShell>
  );
}

function useColumns(isMine: boolean, onRefused: (error: unknown) => void): Column<Notice>[] {
  const { t } = useTranslation();
  const whom: Column<Notice> = isMine
    ? {
        key: 'subject',
        title: t('notice.subject'),
        render: ({ content }) => content?.subject,
      }
    : {
        key: 'to',
        title: t('notice.to'),
        render: ({ person, creditCode }) => person?.name ?? creditCode,
      };
  const actions: Column<Notice> = {
    key: 'actions',
    title: t('people.actions'),
    render: ({ id, state }) =>
      state === 'failed' && (
        <RowAct
          list={PATH}
          request={{ path: `${PATH}/${encodeURIComponent(id)}/retry`, method: 'POST' }}
          label={t('notice.retry')}
          done={t('notice.retried')}
          onRefused={onRefused}
        />
      ),
  };
  return [
    {
      key: 'createdAt',
      title: t('notice.createdAt'),
      render: ({ createdAt }) => <Instant at={createdAt} />,
    },
    { key: 'kind', title: t('notice.kind'), render: ({ kind }) => t(`notice.kindOf.${kind}`) },
    whom,
    {
      key: 'state',
      title: t('notice.state'),
      render: ({ state, lastError }) => (
        <>
          <NoticeStateTag state={state} /> {lastError !== null && <code>{lastError}</code>}
        </>
      ),
    },
    {
      key: 'attempts',
      title: t('notice.attempts'),
      isAmount: true,
      render: ({ attempts }) => attempts,
    },
    {
      key: 'when',
      title: t('notice.when'),
      render: ({ sentAt, nextTryAt }) => {
        const at = sentAt ?? nextTryAt;
        return at !== null && <Instant at={at} />;
      },
    },
    ...(isMine ? [] : [actions]),
  ];
}
