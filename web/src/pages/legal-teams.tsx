import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { LawFirmItem } from '../api-types';
import { BookChoice } from '../parts/book-choice';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { LawFirmStateTag } from '../parts/legal-parts';
import { PageShell } from '../parts/page-shell';
import { RecordTraining } from '../parts/record-training';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

const STATES = ['registered', 'suspended', 'removed'] as const;

type Begun = 'registration' | 'training';

/** The register of law firms, and a way to what is put on record of training and guidance. */
export function LegalTeamsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [begun, setBegun] = useState<Begun>();
  const [book, setBook] = useState<string>();
  const end = (): void => {
    setBegun(undefined);
    setBook(undefined);
  };
  const addressOf = ({ id }: LawFirmItem): string => `/console/legal-teams/${id}`;
  return (
    <PageShell
      title={t('nav.legalTeams')}
      actions={
        <>
          <Link to="/console/training">{t('legal.training')}</Link>
          {may.recordTraining(session) && (
            <Button
              onClick={() => {
                setBegun('training');
              }}
            >
              {t('legal.recordTraining')}
            </Button>
          )}
          {may.askForLegalServices(session) && (
            <Button
              type="primary"
              onClick={() => {
                setBegun('registration');
              }}
            >
              {t('legal.register')}
            </Button>
          )}
        </>
      }
    >
      <Filters>
        <TextFilter name="q" label={t('legal.q')} />
        <ChoiceFilter
          name="state"
          label={t('content.firmState')}
          choices={STATES.map((state) => ({ value: state, label: t(`legal.stateOf.${state}`) }))}
        />
      </Filters>
      <DataTable<LawFirmItem>
        label={t('nav.legalTeams')}
        path="/api/v1/law-firms"
        filters={['q', 'state']}
        keyOf={({ id }) => id}
        onOpen={(firm) => void navigate(addressOf(firm))}
        columns={[
          {
            key: 'name',
            title: t('content.name'),
            render: (firm) => <Link to={addressOf(firm)}>{firm.name}</Link>,
          },
          { key: 'uscc', title: t('content.uscc'), render: ({ uscc }) => <code>{uscc}</code> },
          {
            key: 'licenceNumber',
            title: t('content.licenceNumber'),
            render: ({ licenceNumber }) => <code>{licenceNumber}</code>,
          },
          { key: 'region', title: t('content.region'), render: ({ region }) => region },
          {
            key: 'state',
            title: t('content.firmState'),
            render: ({ state }) => <LawFirmStateTag state={state} />,
          },
          { key: 'book', title: t('content.book'), render: ({ book: code }) => code },
        ]}
      />
      {begun !== undefined && book === undefined && <BookChoice onClose={end} onChosen={setBook} />}
      {begun === 'registration' && book !== undefined && (
        <AskDialog
          title={t('legal.register')}
          kind="law_firm_registration"
          book={book}
          content={{
            facts: { source: { kind: 'recommended_list' }, lawyers: [{}], documents: [] },
          }}
          isWide
          onClose={end}
        />
      )}
      {begun === 'training' && book !== undefined && <RecordTraining book={book} onClose={end} />}
    </PageShell>
  );
}
