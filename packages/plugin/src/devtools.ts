export * from '@spoor/runtime/devtools'
