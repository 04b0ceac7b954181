package org.teldav.storage;

/**
 * What a subscription is to be told, by the one worker who has taken it.
 *
 * @param worker who has taken it
 * @param token where the collection stands
 * @param described the number of its last description
 * @param content whether members have changed since it was told last, and it wants to know
 * @param properties the same of the collection's properties
 * @param transports whether the server's key has changed since, which everybody has to know
 */
public record DuePush(
        PushSubscription subscription,
        String worker,
        SyncToken token,
        long described,
        boolean content,
        boolean properties,
        boolean transports) {}
