import '@spoor/runtime/console'

export * from '@spoor/runtime/console'
