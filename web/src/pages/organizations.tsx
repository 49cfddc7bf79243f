import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { OrganizationItem } from '../api-types';
import { BookChoice } from '../parts/book-choice';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters, TextFilter } from '../parts/filters';
import { OrganizationStateTag } from '../parts/organization-parts';
import { PageShell } from '../parts/page-shell';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';

const STATES = ['registered', 'suspended', 'deregistered'] as const;

/** The register of organizations; for a member the own one (我的单位). */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [book, setBook] = useState<string>();
  const [isChoosing, setIsChoosing] = useState(false);
  const isOwn = session.creditCode !== null;
  const addressOf = ({ id }: OrganizationItem): string => `/console/organizations/${id}`;
  const title = t(isOwn ? 'nav.myOrganization' : 'nav.organizations');
  return (
    <PageShell
      title={title}
      actions={
        may.registerOrganizations(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsChoosing(true);
            }}
          >
            {t('organization.register')}
          </Button>
        )
      }
    >
      {!isOwn && (
        <Filters>
          <TextFilter name="q" label={t('organization.q')} />
          <ChoiceFilter
            name="state"
            label={t('organization.state')}
            choices={STATES.map((state) => ({
              value: state,
              label: t(`organization.stateOf.${state}`),
            }))}
          />
        </Filters>
      )}
      <DataTable<OrganizationItem>
        label={title}
        path="/api/v1/organizations"
        filters={['q', 'state']}
        keyOf={({ id }) => id}
        onOpen={(organization) => void navigate(addressOf(organization))}
        columns={[
          {
            key: 'name',
            title: t('content.name'),
            render: (organization) => <Link to={addressOf(organization)}>{organization.name}</Link>,
          },
          { key: 'uscc', title: t('content.uscc'), render: ({ uscc }) => <code>{uscc}</code> },
          {
            key: 'kind',
            title: t('content.organizationKind'),
            render: ({ kind }) => t(`organization.kindOf.${kind}`),
          },
          {
            key: 'state',
            title: t('organization.state'),
            render: (organization) => <OrganizationStateTag of={organization} />,
          },
          {
            key: 'validUntil',
            title: t('content.validUntil'),
            render: ({ validUntil }) => <span className="instant">{validUntil}</span>,
          },
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
        <AskDialog
          title={t('organization.register')}
          kind="organization_registration"
          book={book}
          content={{ ...(isOwn && { uscc: session.creditCode }) }}
          isWide
          onClose={() => {
            setBook(undefined);
          }}
        />
      )}
    </PageShell>
  );
}
