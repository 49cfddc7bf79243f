import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

interface Props {
  readonly title: string;
  /** Where the page belongs, from the top down. */
  readonly above?: readonly { readonly to: string; readonly name: string }[];
  /** What one can do on the page. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: where it belongs, what it is, what one can do, and what it shows. */
export function PageShell({ title, above = [], actions, children }: Props) {
  return (
    <div className="page">
      <div className="page-head">
        <div>
          {above.length > 0 && (
            <div className="page-above">
              {above.map(({ to, name }) => (
                <span key={to}>
                  <Link to={to}>{name}</Link> /{' '}
                </span>
              ))}
            </div>
          )}
          <Typography.Title level={1}>{title}</Typography.Title>
        </div>
        <div className="page-actions">{actions}</div>
      </div>
      {children}
    </div>
  );
}
