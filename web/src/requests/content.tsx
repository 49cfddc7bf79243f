import { Descriptions } from 'antd';
import type { ApprovalDetail } from '../api-types';
import { i18n } from '../i18n';

/** What people call a field of a request; a field without a name is called as the interface calls it. */
export function nameOfField(field: string): string {
  const key = `content.${field}`;
  return i18n.exists(key) ? (i18n.t as (name: string) => string)(key) : field;
}

/** The fields that JSON pointers lead into, each once. */
export const namesOfFields = (pointers: readonly string[]): string[] => [
  ...new Set(
    pointers.map((pointer) => {
      const [, first = '', second = first] = pointer.split('/');
      return nameOfField(first === 'content' ? second : first);
    }),
  ),
];

/** Whatever a kind of request consists of, field by field. */
export function Content({ approval: { content } }: { readonly approval: ApprovalDetail }) {
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={Object.entries(content).map(([field, value]) => ({
        key: field,
        label: nameOfField(field),
        children: (
          <span className="value">
            {typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)}
          </span>
        ),
      }))}
    />
  );
}
