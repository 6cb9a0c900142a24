/// The names that data sets use for their columns, as `ColumnRole.plain` makes them: the better one first, those of a line
/// equally good, a role's own in the first line.
///
/// Sources: the heads of MovieLens, Netflix Prize, Jester, Book-Crossing, Amazon reviews (2014, 2018, 2023), Yelp, Last.fm,
/// Goodreads, BeerAdvocate, Food.com, Steam, MyAnimeList, Epinions, Yoochoose, RetailRocket, H&M, MIND, Foursquare,
/// Deskdrop, RecBole, Surprise and recommenders.
enum ColumnNames {
    static let user: [[String]] = [
        ["user", "userid"], ["uid", "usr", "usrid"],
        [
            "reviewerid", "customerid", "memberid", "visitorid", "personid", "profileid", "accountid",
            "playerid",
        ],
        [
            "steamid", "msno", "usersha1", "authorid", "userhash", "viewerid", "listenerid", "readerid",
            "clientid",
        ],
        [
            "buyerid", "raterid", "criticid", "customeruniqueid", "custid", "fullvisitorid", "userkey",
            "useridx",
        ],
        ["username", "profilename", "reviewername", "author"],
        [
            "reviewer", "customer", "member", "visitor", "person", "viewer", "listener", "reader", "rater",
            "critic",
        ],
        ["sessionid", "u"],
    ]

    static let item: [[String]] = [
        ["item", "itemid"], ["iid"],
        [
            "movieid", "filmid", "productid", "bookid", "isbn", "trackid", "songid", "artistid", "jokeid",
            "businessid", "gameid", "animeid", "recipeid", "beerid", "newsid", "articleid", "contentid",
            "placeid",
            "venueid", "showid", "videoid", "courseid", "mangaid", "restaurantid", "hotelid", "appid", "gmapid",
            "podcastid", "paperid", "wineid", "poiid", "locationid", "goodid", "skuid", "storyid", "beerbeerid",
            "albumid", "photoid", "offerid", "couponid", "propertyid", "jobid", "itemidx", "itemkey",
            "seriesid",
            "titleid", "workid", "documentid", "docid", "postid", "eventitemid", "isbn13", "tmdbid", "imdbid",
        ],
        ["asin", "stockcode", "sku"], ["parentasin"],
        [
            "movie", "film", "product", "book", "track", "song", "artist", "joke", "business", "game", "anime",
            "recipe", "beer", "news", "article", "content", "place", "venue", "show", "video", "course",
            "manga",
            "restaurant", "hotel", "app", "podcast", "paper", "wine", "poi", "album", "job", "series",
        ],
        ["i"],
    ]

    static let prediction: [[String]] = [
        ["prediction"], ["predictions", "predicted", "pred", "est", "yhat", "estimate"], ["score"],
        ["rating", "r"],
    ]

    static let rating: [[String]] = [
        ["rating"], ["ratings", "userrating", "bookrating", "movierating", "itemrating", "ratingvalue"],
        ["overall", "stars", "starrating", "reviewoverall", "reviewscore", "myrating", "ratingscore", "rate"],
        ["score", "star", "grade", "vote", "mark", "points"], ["value", "r"],
        ["weight", "playcount", "listencount", "plays", "count", "frequency", "quantity", "hoursplayed"],
    ]

    static let timestamp: [[String]] = [
        ["timestamp"], ["timestamps", "ts", "unixreviewtime", "unixtime", "unixtimestamp", "ratingtimestamp"],
        ["sorttimestamp", "reviewtimestamp", "eventtimestamp", "epoch"], ["datetime", "time", "eventtime"],
        ["date", "ratingdate", "reviewdate", "createdat", "dateadded", "dateupdated", "created", "submitdate"],
        ["reviewtime", "submittedat", "datesubmitted", "tdat", "t"],
    ]
}
