import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { CASE_STATES, type CaseItem } from '../api-types';
import { BookChoice } from '../parts/book-choice';
import { CaseStateTag } from '../parts/case-parts';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { OpenCase } from '../parts/open-case';
import { QualificationTag } from '../parts/organization-parts';
import { PageShell } from '../parts/page-shell';
import { may, useSession } from '../session';

const addressOf = ({ id }: CaseItem): string => `/console/cases/${id}`;

/** Cases; for a member those in which the own organization sues. */
export function CasesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [isChoosing, setIsChoosing] = useState(false);
  const [book, setBook] = useState<string>();
  return (
    <PageShell
      title={t('nav.cases')}
      actions={
        may.openCases(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsChoosing(true);
            }}
          >
            {t('case.open')}
          </Button>
        )
      }
    >
      <Filters>
        <TextFilter name="q" label={t('case.q')} />
        <ChoiceFilter
          name="state"
          label={t('case.state')}
          choices={CASE_STATES.map((value) => ({ value, label: t(`case.stateOf.${value}`) }))}
        />
      </Filters>
      <DataTable<CaseItem>
        label={t('nav.cases')}
        path="/api/v1/cases"
        filters={['q', 'state']}
        keyOf={({ id }) => id}
        onOpen={(item) => void navigate(addressOf(item))}
        columns={[
          {
            key: 'number',
            title: t('case.number'),
            render: (item) => <Link to={addressOf(item)}>{item.number}</Link>,
          },
          {
            key: 'state',
            title: t('case.state'),
            render: ({ state }) => state && <CaseStateTag state={state} />,
          },
          { key: 'court', title: t('case.court'), render: ({ court }) => court },
          {
            key: 'filedOn',
            title: t('case.filedOn'),
            render: ({ filedOn }) => <span className="instant">{filedOn}</span>,
          },
          ...(session.creditCode === null
            ? []
            : [
                {
                  key: 'qualification',
                  title: t('case.qualification'),
                  render: ({ qualification }: CaseItem) =>
                    qualification && <QualificationTag status={qualification.status} />,
                },
              ]),
          { key: 'book', title: t('content.book'), render: ({ book: code }) => code },
        ]}
      />
      {isChoosing && (
        <BookChoice
          onClose={() => {
            setIsChoosing(false);
          }}
          onChosen={(code) => {
            setIsChoosing(false);
            setBook(code);
          }}
        />
      )}
      {book !== undefined && (
        <OpenCase
          book={book}
          onClose={() => {
            setBook(undefined);
          }}
        />
      )}
    </PageShell>
  );
}
