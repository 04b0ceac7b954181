package org.teldav.storage;

/**
 * What a subscription is to be told, by the one worker who has taken it.
 *
 * @param worker who has taken it
 * @param token where the collection stands
 * @param described the number of its last description
 * @param members the number of the last description of one of its members
 * @param content whether members have changed since it was told last, and it wants to know
 * @param properties the same of properties
 * @param transports whether the server's key has changed since, which everybody has to know: then it is told nothing else
 */
public record DuePush(
        PushSubscription subscription,
        String worker,
        SyncToken token,
        long described,
        long members,
        boolean content,
        boolean properties,
        boolean transports) {}
