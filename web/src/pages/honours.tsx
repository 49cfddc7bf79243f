import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { HONOUR_KINDS, type HonourItem } from '../api-types';
import { BookChoice } from '../parts/book-choice';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters } from '../parts/filters';
import { PageShell } from '../parts/page-shell';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

/** The register of honours (荣誉表彰), and the way to propose one; a member sees those of its organization. */
export function HonoursPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [isProposing, setIsProposing] = useState(false);
  const [book, setBook] = useState<string>();
  const [revoked, setRevoked] = useState<HonourItem>();
  const mayPropose = may.proposeHonours(session);
  const end = (): void => {
    setIsProposing(false);
    setBook(undefined);
    setRevoked(undefined);
  };
  return (
    <PageShell
      title={t('nav.honours')}
      actions={
        mayPropose && (
          <Button
            type="primary"
            onClick={() => {
              setIsProposing(true);
            }}
          >
            {t('honour.propose')}
          </Button>
        )
      }
    >
      <p>{t('honour.help')}</p>
      <Filters>
        <ChoiceFilter
          name="kind"
          label={t('content.honourKind')}
          choices={HONOUR_KINDS.map((kind) => ({ value: kind, label: t(`honour.kindOf.${kind}`) }))}
        />
      </Filters>
      <Register {...(mayPropose && { onRevoke: setRevoked })} />
      {isProposing && book === undefined && <BookChoice onClose={end} onChosen={setBook} />}
      {isProposing && book !== undefined && (
        <AskDialog
          title={t('honour.propose')}
          kind="honour"
          book={book}
          content={{ cases: [], documents: [] }}
          isWide
          onClose={end}
        />
      )}
      {revoked !== undefined && (
        <AskDialog
          title={t('honour.revoke')}
          kind="honour_revocation"
          book={revoked.book}
          content={{ honour: revoked.id }}
          help={t('honour.revokeHelp', {
            number: revoked.number,
            organization: revoked.organization.name,
          })}
          onClose={end}
        />
      )}
    </PageShell>
  );
}

function Register({ onRevoke }: { readonly onRevoke?: (honour: HonourItem) => void }) {
  const { t } = useTranslation();
  return (
    <DataTable<HonourItem>
      label={t('nav.honours')}
      path="/api/v1/honours"
      filters={['kind']}
      keyOf={({ id }) => id}
      columns={[
        { key: 'number', title: t('honour.number'), render: ({ number }) => number },
        {
          key: 'kind',
          title: t('content.honourKind'),
          render: ({ kind }) => t(`honour.kindOf.${kind}`),
        },
        {
          key: 'organization',
          title: t('content.organization'),
          render: ({ organization: { id, name } }) => (
            <Link to={`/console/organizations/${id}`}>{name}</Link>
          ),
        },
        { key: 'ground', title: t('content.ground'), render: ({ ground }) => ground },
        {
          key: 'cases',
          title: t('content.caseNumber'),
          render: ({ cases }) =>
            cases.map(({ id, number }) => (
              <Link key={id} to={`/console/cases/${id}`}>
                {number}{' '}
              </Link>
            )),
        },
        { key: 'grantedOn', title: t('honour.grantedOn'), render: ({ grantedOn }) => grantedOn },
        {
          key: 'acts',
          title: t('honour.acts'),
          render: (honour) => <Acts of={honour} {...(onRevoke && { onRevoke })} />,
        },
      ]}
    />
  );
}

interface ActsProps {
  readonly of: HonourItem;
  readonly onRevoke?: (honour: HonourItem) => void;
}

function Acts({ of, onRevoke }: ActsProps) {
  const { t } = useTranslation();
  const { id, number, revoked } = of;
  if (revoked !== null) {
    return (
      <>
        <Tag>↩ {t('honour.revokedOn', { day: revoked.on })}</Tag> {revoked.reason}
      </>
    );
  }
  return (
    <>
      <a href={`/api/v1/honours/${id}/certificate.pdf`} download={`${number}.pdf`}>
        {t('honour.certificate')}
      </a>{' '}
      {onRevoke !== undefined && (
        <Button
          size="small"
          onClick={() => {
            onRevoke(of);
          }}
        >
          {t('honour.revoke')}
        </Button>
      )}
    </>
  );
}
