"""Run by Alembic with the connection that `upgrade` hands over."""

from alembic import context

from data.schema import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
