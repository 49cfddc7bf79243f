import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Calendar, CalendarDay } from '../api-types';
import { ChoiceFilter, Filters } from '../parts/filters';
import { today } from '../parts/instant';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useUrlParameters } from '../parts/url-parameters';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** From which year back the page goes, and how many years it shows. */
const AHEAD = 1;
const YEARS = 6;

/** The days by which deadlines are counted. */
export function CalendarPage() {
  const { t } = useTranslation();
  const session = useSession();
  const { get } = useUrlParameters();
  const [isAsking, setIsAsking] = useState(false);
  const thisYear = parseInt(today().slice(0, 4), 10);
  const year = get('year') ?? String(thisYear);
  const { data, error, refetch } = useQuery({
    queryKey: ['list', 'calendar', year],
    queryFn: ({ signal }) => call<Calendar>({ path: `/api/v1/calendar?year=${year}`, signal }),
  });
  const years = Array.from({ length: YEARS }, (_, back) => String(thisYear + AHEAD - back));
  return (
    <PageShell
      title={t('calendar.title')}
      actions={
        may.askForCalendars(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsAsking(true);
            }}
          >
            {t('calendar.ask')}
          </Button>
        )
      }
    >
      <p>{t('calendar.about')}</p>
      <Filters>
        <ChoiceFilter
          name="year"
          label={t('calendar.year')}
          otherwise={year}
          choices={years.map((value) => ({ value, label: value }))}
        />
      </Filters>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <section aria-label={t('calendar.days')}>
          <Table<CalendarDay>
            size="small"
            pagination={false}
            rowKey={({ day }) => day}
            dataSource={[...data.days]}
            locale={{ emptyText: t('calendar.none') }}
            columns={[
              { key: 'day', title: t('content.day'), render: (_, { day }) => day },
              {
                key: 'working',
                title: t('content.working'),
                render: (_, { working }) => (
                  <Tag color={working ? 'green' : 'orange'}>
                    {working ? `✓ ${t('calendar.working')}` : `○ ${t('calendar.off')}`}
                  </Tag>
                ),
              },
              { key: 'note', title: t('content.note'), render: (_, { note }) => note },
            ]}
          />
        </section>
      )}
      {isAsking && (
        <AskDialog
          title={t('calendar.ask')}
          kind="calendar_change"
          content={{ days: [{ working: false }] }}
          isWide
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </PageShell>
  );
}
