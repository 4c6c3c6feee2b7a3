"""Alembic's entry: runs the migrations on the connection that the store hands over, inside one transaction."""

from alembic import context

from mailticket.edges.tables import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "sqlite":
    connection.exec_driver_sql("BEGIN IMMEDIATE")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
