import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { ApprovalDetail, DocumentFacts } from '../api-types';
import { DocumentLink } from '../parts/document-upload';

interface Named {
  readonly id: string;
  readonly sha256: string;
}

const isNamed = (value: object): value is Named =>
  'id' in value &&
  typeof value.id === 'string' &&
  'sha256' in value &&
  typeof value.sha256 === 'string';

/** The documents that a content names anywhere, each once, in its order. */
function documentsOf(content: unknown): Named[] {
  if (typeof content !== 'object' || content === null) return [];
  const found = isNamed(content) ? [content] : Object.values(content).flatMap(documentsOf);
  return found.filter(({ id }, at) => found.findIndex((other) => other.id === id) === at);
}

/** What a request rests on, to be saved and read before anybody decides. */
export function ContentDocuments({ approval }: { readonly approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const documents = documentsOf(approval.content);
  if (documents.length === 0) return null;
  return (
    <>
      <h3>{t('approval.documents')}</h3>
      <ul className="plain">
        {documents.map((document) => (
          <li key={document.id}>
            <NamedDocument of={document} />
          </li>
        ))}
      </ul>
    </>
  );
}

function NamedDocument({ of: { id, sha256 } }: { readonly of: Named }) {
  const { data } = useQuery({
    queryKey: ['document', id],
    queryFn: () => call<DocumentFacts>({ path: `/api/v1/documents/${encodeURIComponent(id)}` }),
    staleTime: Infinity,
  });
  return (
    <>
      {data && <DocumentLink id={id} name={data.name} />} <code>{sha256.slice(0, 16)}</code>
    </>
  );
}
